//! The program: everything it does is in the library, but for how memory is given back to the system.

/// Pages are made of many small texts, on every core at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// `mi_option_purge_delay` of mimalloc.h, which the crate does not name: for how many milliseconds memory that is free is kept.
const PURGE_DELAY: i32 = 15;

fn main() -> std::process::ExitCode {
    // A step of the pipeline frees much that the next one has no use for. Kept for a second, as is the default, it makes a
    // build of 10,000 people a seventh larger and not faster. The preview does the same again with every save.
    let is_preview = std::env::args_os().any(|argument| argument == "serve");
    let delay = if is_preview { 1000 } else { 10 };
    // SAFETY: called before there is another thread, as it has to be; what is given is a number, and one that the option takes.
    unsafe { libmimalloc_sys::mi_option_set_default(PURGE_DELAY, delay) };
    honorroll::cli::run()
}
