//! The program: everything it does is in the library.

/// Pages are made of many small texts, on every core at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    honorroll::cli::run()
}
