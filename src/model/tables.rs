//! One table a kind, and a way to do the same to all of them.

use super::*;

/// The records of one kind in the order of their files, then of their places in the files.
pub type Table<T> = Vec<Record<T>>;

/// Finds the table of a kind by its type.
pub trait InTables: RecordKind {
    fn table(tables: &Tables) -> &Table<Self>;
    fn table_mut(tables: &mut Tables) -> &mut Table<Self>;
}

/// Something that is done to the table of every kind alike.
pub trait EachTable {
    fn visit<T: InTables>(&mut self, table: &Table<T>);
}

/// As [`EachTable`], but changing them.
pub trait EachTableMut {
    fn visit<T: InTables>(&mut self, table: &mut Table<T>);
}

macro_rules! tables {
    ($($field:ident: $type:ident,)*) => {
        /// All records.
        #[derive(Clone, Debug, Default)]
        pub struct Tables { $(pub $field: Table<$type>,)* }

        $(impl InTables for $type {
            fn table(tables: &Tables) -> &Table<$type> {
                &tables.$field
            }

            fn table_mut(tables: &mut Tables) -> &mut Table<$type> {
                &mut tables.$field
            }
        })*

        impl Tables {
            pub fn each(&self, visitor: &mut impl EachTable) {
                $(visitor.visit(&self.$field);)*
            }

            pub fn each_mut(&mut self, visitor: &mut impl EachTableMut) {
                $(visitor.visit(&mut self.$field);)*
            }

            /// Empty tables with room for the records of these.
            pub fn with_room_for<'t>(all: impl Iterator<Item = &'t Tables>) -> Tables {
                let mut room = [0; Kind::ALL.len()];
                for tables in all {
                    $(room[Kind::$type as usize] += tables.$field.len();)*
                }
                Tables { $($field: Vec::with_capacity(room[Kind::$type as usize]),)* }
            }

            pub fn append(&mut self, other: Tables) {
                $(self.$field.extend(other.$field);)*
            }

            pub fn len(&self, kind: Kind) -> usize {
                match kind { $(Kind::$type => self.$field.len(),)* }
            }

            pub(super) fn attach(&mut self, kind: Kind, index: usize, body: BodySource) {
                match kind { $(Kind::$type => self.$field[index].body = Some(body),)* }
            }

            /// Reads a record of a kind that is known only at run time into its table; false after a mistake.
            pub(super) fn read(&mut self, kind: Kind, reader: draft::RecordReader<'_, '_>) -> bool {
                match kind { $(Kind::$type => add(&mut self.$field, reader.read()),)* }
            }
        }
    };
}

tables! {
    places: Place,
    units: Unit,
    people: Person,
    teams: Team,
    measures: Measure,
    commendations: Commendation,
    campaigns: Campaign,
    columns: Column,
    channels: Channel,
    stories: Story,
    figures: Figure,
    photos: Photo,
    pages: Page,
}

fn add<T>(table: &mut Table<T>, record: Option<Record<T>>) -> bool {
    let Some(record) = record else { return false };
    // Most files hold one record, and records are large.
    if table.is_empty() {
        table.reserve_exact(1);
    }
    table.push(record);
    true
}
