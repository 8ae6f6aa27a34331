//! Whole sites, built as staff build them: what is published, what is not, what a rebuild does.

mod determinism;
mod editions;
mod equal;
mod golden;
mod journey;
mod output;
mod pictures;
mod plain;
mod privacy;
mod publication;
mod readers;
mod rebuild;
mod sample;
mod signoff;
mod spreadsheets;
mod statements;
mod withdrawal;
mod workspace;
