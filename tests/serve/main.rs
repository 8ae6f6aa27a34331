//! `honorroll serve` as a browser sees it: pages, reloads, problems, and everything that is refused.
//!
//! Waits are bounded and generous; nothing is asserted about how long anything takes.

mod hostile;
mod live;
mod pages;
mod preview;
