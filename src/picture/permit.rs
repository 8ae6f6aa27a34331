//! How much memory pictures may take at once, whatever the number of cores.

use std::sync::{Condvar, Mutex, PoisonError};

/// A number of bytes that those who decode share. Whoever wants more than is left waits; who wants more than there is goes
/// alone.
#[derive(Debug)]
pub struct Permit {
    taken: Mutex<u64>,
    freed: Condvar,
    bytes: u64,
}

impl Default for Permit {
    fn default() -> Permit {
        Permit { taken: Mutex::new(0), freed: Condvar::new(), bytes: 512 << 20 }
    }
}

/// Bytes that are taken until this goes.
pub struct Taken<'p> {
    permit: &'p Permit,
    bytes: u64,
}

impl Permit {
    /// Nobody may hold this and wait for another thread: those who wait here hold up the pool.
    pub fn take(&self, bytes: u64) -> Taken<'_> {
        let bytes = bytes.min(self.bytes);
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let mut taken = self
            .freed
            .wait_while(taken, |taken| *taken + bytes > self.bytes)
            .unwrap_or_else(PoisonError::into_inner);
        *taken += bytes;
        Taken { permit: self, bytes }
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.permit.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.permit.freed.notify_all();
    }
}
