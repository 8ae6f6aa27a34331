//! The live channel: tells each open page which edition stands, at once and whenever that changes.
//!
//! A WebSocket rather than server-sent events: a browser always says which page opens one, and lets more than six be
//! open at a time.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::{sleep, timeout};

use super::Server;
use super::board::State;

/// A page says nothing, so that a long message is no page's.
const LONGEST_MESSAGE: usize = 1 << 10;
/// How long a page may take to receive one message.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a silent channel is tried.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// What every page runs. It is served beside the site and never written into it.
pub async fn script() -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("live.js")).into_response()
}

/// Opens the channel to a page of this server; no other page gets one.
pub async fn channel(
    server: Arc<Server>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    if !server.gate.is_own_page(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    let Ok(permit) = Arc::clone(&server.channels).try_acquire_owned() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let states = server.board.subscribe();
    upgrade
        .max_message_size(LONGEST_MESSAGE)
        .max_frame_size(LONGEST_MESSAGE)
        .on_upgrade(move |socket| talk(socket, states, permit))
}

/// Ends when the page goes away, does not take what it is told, or says anything itself.
async fn talk(mut socket: WebSocket, mut states: watch::Receiver<State>, _permit: OwnedSemaphorePermit) {
    loop {
        let message = states.borrow_and_update().message();
        if !send(&mut socket, Message::Text(message.into())).await {
            return;
        }
        loop {
            tokio::select! {
                changed = states.changed() => match changed {
                    Ok(()) => break,
                    Err(_) => return,
                },
                received = socket.recv() => match received {
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    Some(_) | None => return,
                },
                () = sleep(HEARTBEAT) => {
                    if !send(&mut socket, Message::Ping(axum::body::Bytes::new())).await {
                        return;
                    }
                }
            }
        }
    }
}

async fn send(socket: &mut WebSocket, message: Message) -> bool {
    matches!(timeout(PATIENCE, socket.send(message)).await, Ok(Ok(())))
}
