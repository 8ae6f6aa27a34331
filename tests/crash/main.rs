//! What is online when `honorroll build` is killed, or the disk fails: one whole site or the other, never a mixture.
//!
//! Linux only, where the switch is one step and strace can strike a chosen call. strace is needed: without it the tests
//! fail. `KILLS=1000` kills at more random moments, `SEED=…` at others, `EVERY=1` strikes every single call.
//!
//! The calls that are struck are those of a run that went well: each call that changes the disk, by name, path and
//! turn. The output of the program to the terminal is left out.

#[cfg(target_os = "linux")]
mod city;
#[cfg(target_os = "linux")]
mod fallback;
#[cfg(target_os = "linux")]
mod faults;
#[cfg(target_os = "linux")]
mod kills;
#[cfg(target_os = "linux")]
mod strace;
#[cfg(target_os = "linux")]
mod together;
// Shared with the tests of whole sites, which use more of it.
#[allow(dead_code)]
#[cfg(target_os = "linux")]
#[path = "../site/workspace.rs"]
mod workspace;
