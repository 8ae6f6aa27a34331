//! honorroll turns records of frontline cadres and published commendations into a static honor roll (光荣榜).
//!
//! The pipeline, each step a pure function except the first and the last:
//!
//! 1. [`source`] reads the site's files into a [`source::SourceTree`].
//! 2. [`model`] parses them into a [`model::Draft`]: typed records that still carry their places in the files.
//! 3. [`check`] links, orders and judges them: a [`check::Roll`] holds what may be published and nothing else.
//! 4. [`channels`] says what is published: a list of [`plan::Job`]s.
//! 5. [`plan`] refuses two jobs for one route: a [`plan::Plan`].
//! 6. [`render`] turns each job into bytes with the site's [`render::Theme`].
//! 7. [`emit`] makes the output folder equal to those bytes, in one switch.
//!
//! [`pipeline`] calls them in this order and tells a [`progress::Watch`]; [`diag`] carries what went wrong; [`text`], [`markdown`] and
//! [`picture`] know Chinese text, Markdown and photographs; [`changes`] compares two states of a published site; [`withdrawal`] takes a record back; [`review`] makes the papers of sign-off; [`serve`] shows the site while it is edited; [`cli`] holds one file a command.

// Files, environment, clocks and standard output belong to the outer ring: its modules are those that carry
// `#[allow(clippy::disallowed_…)]` below, each with its reason. `clippy.toml` lists what the others go without.
#![cfg_attr(not(test), warn(clippy::disallowed_macros, clippy::disallowed_methods, clippy::disallowed_types))]

pub mod changes;
pub mod channels;
pub mod check;
#[allow(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "commands print, and tell the inside what day it is"
)]
pub mod cli;
pub mod diag;
#[allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the only writer of the output")]
pub mod emit;
pub mod export;
pub mod import;
pub mod markdown;
pub mod model;
pub mod picture;
pub mod pipeline;
pub mod plan;
pub mod privacy;
pub mod progress;
pub mod render;
pub mod review;
#[allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "it waits for saves, and measures them"
)]
pub mod serve;
#[allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the only reader of site files")]
pub mod source;
pub mod text;
pub mod withdrawal;
