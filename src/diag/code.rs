//! The codes of all diagnostics. A code is stable: staff may search for it, and `tests/rules/<code>/` shows it.

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// Names the rule that a diagnostic speaks for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            /// The name as it is printed: lower-case words joined by hyphens.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }
        }
    };
}

codes! {
    // --- files ---
    /// A file is not UTF-8.
    NotUtf8 = "not-utf8",
    /// A file or the whole site is larger than the program accepts.
    TooLarge = "too-large",
    /// A symbolic link leads out of the site.
    LinkLeavesSite = "link-leaves-site",
    /// A symbolic link leads nowhere or back to a folder it is in.
    LinkUnreadable = "link-unreadable",
    /// Two names differ only in case, so that they are one file on Windows and macOS.
    CaseCollision = "case-collision",
    /// A file or folder under `content/` that belongs to no kind of record.
    UnknownFile = "unknown-file",
    /// There is no `content/site.yaml`.
    MissingSite = "missing-site",
    EmptyFile = "empty-file",
    /// A Markdown file without fields and without a record beside it.
    OrphanBody = "orphan-body",
    /// Two files of one stem both hold a record.
    TwoHomes = "two-homes",
    // --- YAML and fields ---
    /// The file is not YAML.
    YamlSyntax = "yaml-syntax",
    /// A YAML feature that records do not use: anchors, aliases, tags, several documents.
    YamlFeature = "yaml-feature",
    UnknownField = "unknown-field",
    /// A field appears twice in one record, be it once in English and once in Chinese.
    DuplicateField = "duplicate-field",
    MissingField = "missing-field",
    /// A value has the wrong shape: a list where a text is wanted, for one.
    WrongType = "wrong-type",
    /// A value is not one of the fixed words of its field.
    UnknownValue = "unknown-value",
    /// An invisible character that can hide or reverse what is written.
    BadCharacter = "bad-character",
    /// A date that does not exist or cannot be read.
    BadDate = "bad-date",
    // --- Markdown ---
    RawHtml = "raw-html",
    UnsafeUrl = "unsafe-url",
    /// An image of another site: a page would tell that site who reads it.
    RemoteImage = "remote-image",
    /// `[[…]]` or `{{…}}` that cannot be read, and so would be published as it stands.
    MalformedReference = "malformed-reference",
    /// Lists or quotations inside one another beyond what a person writes.
    TooDeep = "too-deep",
    // --- ids and links ---
    /// An id that cannot be part of an address, or that looks like an identity number.
    BadId = "bad-id",
    DuplicateId = "duplicate-id",
    /// Two records whose addresses would be the same.
    DuplicateSlug = "duplicate-slug",
    UnknownReference = "unknown-reference",
    AmbiguousReference = "ambiguous-reference",
    /// Places, units or teams that lie under themselves.
    CyclicTree = "cyclic-tree",
    /// A reference in a body to a record that is not published, without a label of the author's own.
    HiddenReference = "hidden-reference",
    MissingFile = "missing-file",
    /// A picture that cannot be published: damaged, too large, moving, or in a format that is not taken.
    BadPicture = "bad-picture",
    // --- commendations ---
    BadDocumentNumber = "bad-document-number",
    /// A decided commendation without a date or an issuer.
    UndocumentedDecision = "undocumented-decision",
    /// A declared number differs from what is listed.
    CountMismatch = "count-mismatch",
    /// A recipient's name that may or may not be that of a record.
    UnlinkedRecipient = "unlinked-recipient",
    /// A recipient that names nobody, or several at once.
    BadRecipient = "bad-recipient",
    /// A list that says it is in an order and is not.
    WrongOrder = "wrong-order",
    /// A commendation (表彰) that states no approval (批准依据).
    MissingApproval = "missing-approval",
    /// 典型宣传 as a commendation: it is a story or a column.
    PublicityIsNoAward = "publicity-is-no-award",
    /// A notice without its period or a way to object.
    IncompleteNotice = "incomplete-notice",
    /// A notice of fewer working days than are due.
    ShortNotice = "short-notice",
    /// A decision whose list differs from that of its notice.
    NoticeMismatch = "notice-mismatch",
    /// A revocation or correction without its document.
    UndocumentedRevocation = "undocumented-revocation",
    // --- people, figures, photos, pages ---
    /// A figure that no source states.
    MissingSource = "missing-source",
    /// A date of birth down to the day.
    BirthDay = "birth-day",
    /// A name that is padded, or that has another dot than `·`.
    NameSpelling = "name-spelling",
    /// Traditional forms in simplified text, readings, other widths and odd characters.
    ConversionResidue = "conversion-residue",
    /// The strokes given for a rare character cannot be read.
    BadStrokes = "bad-strokes",
    /// A photo of recognisable people without their consent.
    MissingConsent = "missing-consent",
    MissingAlt = "missing-alt",
    /// A page whose path is not a path, or that another kind of page owns.
    BadPath = "bad-path",
    /// A setting of the site outside its range.
    BadSetting = "bad-setting",
    // --- publication ---
    /// A record that says it is published and that it is not open information.
    NotDisclosed = "not-disclosed",
    /// A mark of secrecy or of a draft document in a record.
    SecrecyMark = "secrecy-mark",
    /// A number, an address or a circumstance of a person that must not become public by accident.
    PersonalData = "personal-data",
    /// A withdrawn or revoked name that is still in a published text.
    WithdrawnName = "withdrawn-name",
    /// A sign-off in the ledger that belongs to no record.
    StrayReview = "stray-review",
    /// A record that lacks sign-offs, or whose content changed after they were given.
    ReviewMissing = "review-missing",
    /// A sign-off that does not count: a step before its turn, or one person twice.
    VoidReview = "void-review",
    /// Two dates that cannot both be right.
    DateOrder = "date-order",
    /// A character that fonts of common systems lack; told only where it is asked for.
    MissingGlyph = "missing-glyph",
    // --- proofreading: a site may switch these off ---
    /// Characters, words or marks that were typed twice.
    DoubledText = "doubled-text",
    /// Brackets or book-title marks of which one half is missing.
    UnbalancedBrackets = "unbalanced-brackets",
    /// Half-width marks between Chinese characters.
    HalfWidthPunctuation = "half-width-punctuation",
    /// Quotation marks that are straight or turned the wrong way.
    BadQuotation = "bad-quotation",
    /// A day in a text that no calendar has.
    ImpossibleDate = "impossible-date",
    /// A document number in a text that is not written like 〔2030〕15号.
    DocumentReference = "document-reference",
    /// A word that the site's terminology does not want.
    WrongTerm = "wrong-term",
    /// The name of a profile's person or unit with a wrong character.
    NearName = "near-name",
    /// A profile that says otherwise than its record.
    Contradiction = "contradiction",
    /// A number in a text that a list or a figure states otherwise.
    NumberContradiction = "number-contradiction",
    // --- output ---
    /// Two pages or files want the same place in the output.
    RouteCollision = "route-collision",
    // --- themes ---
    /// A theme that neither the site nor the program has.
    UnknownTheme = "unknown-theme",
    /// `theme.yaml` holds something other than `key: value` lines.
    BadTheme = "bad-theme",
    TemplateSyntax = "template-syntax",
    /// A template failed while a page was made with it.
    TemplateRender = "template-render",
    // --- spreadsheets ---
    /// A sheet in which no list was found.
    NoTable = "no-table",
    /// A heading that is not known, or two columns of one meaning.
    UnknownColumn = "unknown-column",
    /// A cell that cannot be read for sure.
    BadCell = "bad-cell",
    /// A line that may be about one of several people.
    DoubtfulPerson = "doubtful-person",
    /// A record that cannot be changed without spoiling how it is written.
    FixedLayout = "fixed-layout",
    // --- text ---
    /// A character of a name that the stroke table does not know.
    UnknownStrokes = "unknown-strokes",
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
