//! What stands at the moment: the edition that is shown, and what keeps the next one from being shown.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;
use tokio::sync::watch;

use super::edition::Edition;

/// What a browser has to know.
#[derive(Clone, Default)]
pub struct State {
    /// The last good edition; `None` before there was one.
    pub edition: Option<Arc<Edition>>,
    /// Says which edition this is: no other of this or another run has the same.
    pub name: String,
    /// The page of what was edited, as an address from the root: `/people/zhang-san/`.
    pub edited: Option<String>,
    /// What is wrong with the content as it is now, one text a problem.
    pub problems: Arc<[String]>,
}

impl State {
    /// What is sent to the pages that are open. Before the first edition, a page shows the problems itself.
    pub fn message(&self) -> String {
        let problems: &[String] = if self.edition.is_some() { &self.problems } else { &[] };
        json!({ "edition": self.name, "edited": self.edited, "problems": problems }).to_string()
    }
}

/// Where the rebuilding thread says what stands, and the server reads it.
pub struct Board {
    state: watch::Sender<State>,
    /// Tells the editions of this run from those of any other.
    run: String,
    asked: Mutex<VecDeque<String>>,
}

/// So many of the pages that were asked for last have to be there still when an edition is replaced.
const REMEMBERED: usize = 4;

impl Board {
    pub fn new() -> Board {
        use std::hash::{BuildHasher, RandomState};
        let run = format!("{:016x}", RandomState::new().hash_one(0));
        let state = State { name: format!("{run}-0"), ..State::default() };
        Board { state: watch::Sender::new(state), run, asked: Mutex::default() }
    }

    pub fn state(&self) -> State {
        self.state.borrow().clone()
    }

    pub fn subscribe(&self) -> watch::Receiver<State> {
        self.state.subscribe()
    }

    /// Shows an edition. What it takes the place of is given back: to take it apart takes longer than to show the next.
    pub fn show(&self, number: u64, edition: Edition, edited: Option<String>) -> State {
        let name = self.name(number);
        self.state.send_replace(State { edition: Some(Arc::new(edition)), name, edited, ..State::default() })
    }

    /// Shows what is wrong; the edition that stands goes on standing.
    pub fn complain(&self, number: u64, problems: Vec<String>) {
        self.state.send_modify(|state| {
            state.problems = problems.into();
            // A page of problems is replaced by the next; one of the site stays.
            if state.edition.is_none() {
                state.name = self.name(number);
            }
        });
    }

    fn name(&self, number: u64) -> String {
        format!("{}-{number}", self.run)
    }

    /// Notes that somebody looks at a page.
    pub fn remember(&self, route: &str) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.retain(|known| known != route);
        asked.push_back(route.to_owned());
        if asked.len() > REMEMBERED {
            asked.pop_front();
        }
    }

    /// The pages that somebody probably looks at.
    pub fn remembered(&self) -> Vec<String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}
