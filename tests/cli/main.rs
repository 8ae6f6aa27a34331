//! Transcripts: what a person types and what the program answers, in `*.trycmd`.
//!
//! A transcript with folders of its name begins in a copy of `.in` and ends with the files of `.out`.
//! `TRYCMD=overwrite` writes what is printed now; read the difference before it is accepted.

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        // Help is wrapped to the terminal, where there is one.
        .env("COLUMNS", "100")
        .env("LC_ALL", "C.UTF-8")
        .env("NO_COLOR", "1")
        .case("tests/cli/*.trycmd")
        // What the guide tells staff to type is what it shows.
        .case("docs/guide-zh.md");
}
