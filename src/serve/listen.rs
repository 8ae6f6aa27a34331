//! Connections: how many there may be, and how long each may take for what.

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_LENGTH, HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tower_http::limit::RequestBodyLimitLayer;

use super::{LIVE_CHANNEL, LIVE_SCRIPT, Server, live, page};

/// Connections at one time; the others wait for their turn.
const CONNECTIONS: usize = 256;
/// The head of a request has to be there within this time, also that of the next one on a connection.
const HEAD: Duration = Duration::from_secs(10);
/// A connection is told to end after this time, so that nobody holds one by reading slowly.
const CONNECTION: Duration = Duration::from_secs(120);
/// What is under way when a connection is told to end may take so much longer.
const GRACE: Duration = Duration::from_secs(10);
const HEADERS: usize = 64;
/// Bytes of the head of a request.
const HEAD_SIZE: usize = 16 << 10;
/// Ports that are tried, from the usual one on.
const PORTS: u16 = 32;

/// A port to listen at: `port`, or where none is asked for `usual` or the next one that is free.
pub fn bind(host: &str, port: Option<u16>, usual: u16) -> io::Result<TcpListener> {
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let address = |port: u16| -> io::Result<SocketAddr> {
        if let Ok(address) = host.parse::<IpAddr>() {
            return Ok(SocketAddr::new(address, port));
        }
        // `localhost` may mean two addresses; browsers try both.
        let mut all: Vec<SocketAddr> = (host, port).to_socket_addrs()?.collect();
        all.sort_by_key(SocketAddr::is_ipv6);
        all.first().copied().ok_or_else(|| io::ErrorKind::AddrNotAvailable.into())
    };
    if let Some(port) = port {
        return TcpListener::bind(address(port)?);
    }
    let mut ports = usual..usual.saturating_add(PORTS);
    let mut first = None;
    loop {
        let Some(port) = ports.next() else {
            return Err(first.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()));
        };
        match TcpListener::bind(address(port)?) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => first = first.or(Some(error)),
            Err(error) => return Err(error),
        }
    }
}

/// Answers for ever.
pub async fn listen(listener: tokio::net::TcpListener, server: Arc<Server>) {
    let router = router(server);
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(connection(stream, router.clone(), place));
            }
            // Out of file descriptors, or gone before it was accepted.
            Err(_) => sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn connection(stream: TcpStream, router: Router, _place: OwnedSemaphorePermit) {
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_headers(HEADERS)
        .max_buf_size(HEAD_SIZE)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    // How a connection ends is the business of whoever opened it.
    if timeout(CONNECTION, connection.as_mut()).await.is_err() {
        connection.as_mut().graceful_shutdown();
        let _ = timeout(GRACE, connection).await;
    }
}

fn router(server: Arc<Server>) -> Router {
    let live = |State(server): State<Arc<Server>>, headers: HeaderMap, upgrade| {
        live::channel(server, headers, upgrade)
    };
    let page = |State(server): State<Arc<Server>>, request: Request| page::page(server, request);
    Router::new()
        .route(LIVE_SCRIPT, any(live::script))
        .route(LIVE_CHANNEL, any(live))
        .fallback(page)
        .with_state(Arc::clone(&server))
        // Nothing is ever sent to the server.
        .layer(RequestBodyLimitLayer::new(0))
        .layer(middleware::from_fn_with_state(server, guard))
}

/// Lets requests of browsers through that are meant for this server, and marks what they are answered.
async fn guard(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let mut response = if !server.gate.admits(request.uri(), request.headers()) {
        StatusCode::MISDIRECTED_REQUEST.into_response()
    } else if request.method() == Method::GET {
        next.run(request).await
    } else if request.method() == Method::HEAD {
        without_body(next.run(request).await)
    } else {
        (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")]).into_response()
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Other sites may not even show what they cannot read.
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The answer to `HEAD`: what the one to `GET` would be, without its body.
fn without_body(mut response: Response) -> Response {
    let size = response.body().size_hint().exact();
    if let Some(size) = size {
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(size));
    }
    *response.body_mut() = Body::empty();
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_free_port_where_none_is_asked_for() {
        let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = taken.local_addr().expect("an address").port();
        let next = bind("127.0.0.1", None, port).expect("another port");
        let next = next.local_addr().expect("an address");
        assert!(next.port() > port && next.port() < port.saturating_add(PORTS), "{next}, {port}");
        assert_eq!(
            bind("127.0.0.1", Some(port), port).map(|_| ()).map_err(|error| error.kind()),
            Err(io::ErrorKind::AddrInUse)
        );
        assert!(bind("[127.0.0.1]", None, port).is_ok() && bind("localhost", None, port).is_ok());
    }
}
