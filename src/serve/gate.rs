//! Who may ask: which names the server answers to, and which pages may open its live channel.
//!
//! Any page in the browser of whoever runs the preview can send requests to this machine. One that has its own name
//! point here (DNS rebinding) would even be allowed to read the answers, drafts and all; its requests carry that name.

use std::net::IpAddr;

use axum::http::header::{HOST, HeaderName, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Uri};

/// The names by which the server may be addressed.
#[derive(Clone, Debug)]
pub struct Gate {
    port: u16,
    names: Names,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Names {
    /// `localhost` and the addresses of this machine for itself.
    Loopback,
    /// Any address in numbers, which nobody can make another name point to, `localhost`, and the name that was asked for.
    Network { name: String },
}

impl Gate {
    /// `host` is what was asked for, `address` what it means.
    pub fn new(host: &str, address: IpAddr, port: u16) -> Gate {
        let names = match address.is_loopback() {
            true => Names::Loopback,
            false => Names::Network { name: host.to_ascii_lowercase() },
        };
        Gate { port, names }
    }

    /// Whether a request is addressed to this server: by its one `Host`, and by its target where that is absolute.
    pub fn admits(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        self.host(headers).is_some() && uri.authority().is_none_or(|target| self.is_ours(target))
    }

    /// Whether the page that opens the live channel is one of this server.
    pub fn is_own_page(&self, headers: &HeaderMap) -> bool {
        let origin = only(headers, ORIGIN).and_then(|origin| origin.strip_prefix("http://"));
        let origin = origin.and_then(|origin| origin.parse::<Authority>().ok());
        origin.is_some_and(|origin| self.is_ours(&origin) && self.host(headers) == Some(origin))
    }

    fn host(&self, headers: &HeaderMap) -> Option<Authority> {
        let host: Authority = only(headers, HOST)?.parse().ok()?;
        self.is_ours(&host).then_some(host)
    }

    fn is_ours(&self, authority: &Authority) -> bool {
        let has_user = authority.as_str().contains('@');
        let host = authority.host();
        let number = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        let number = number.parse::<IpAddr>().ok();
        let is_named = match &self.names {
            Names::Loopback => number.is_some_and(|number| number.is_loopback()),
            Names::Network { name } => number.is_some() || host.eq_ignore_ascii_case(name),
        };
        !has_user
            && authority.port_u16().unwrap_or(80) == self.port
            && (is_named || host.eq_ignore_ascii_case("localhost"))
    }
}

/// The value of a header that is there exactly once.
fn only(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    values.next().is_none().then(|| value.to_str().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(all: &[(HeaderName, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in all {
            headers.append(name.clone(), value.parse().expect("a value"));
        }
        headers
    }

    fn gate(host: &str, address: &str) -> Gate {
        Gate::new(host, address.parse().expect("an address"), 8017)
    }

    #[test]
    fn hosts() {
        let check = |gate: &Gate, host: &str, expect: bool| {
            let admitted = gate.admits(&Uri::from_static("/"), &headers(&[(HOST, host)]));
            assert_eq!(admitted, expect, "{host}");
        };
        let own = gate("127.0.0.1", "127.0.0.1");
        for host in ["127.0.0.1:8017", "localhost:8017", "LocalHost:8017", "[::1]:8017", "127.0.0.9:8017"] {
            check(&own, host, true);
        }
        for host in [
            "",
            "127.0.0.1",
            "127.0.0.1:80",
            "localhost",
            "localhost.:8017",
            "localhost:8017.example",
            "localhost.example:8017",
            "example.org:8017",
            "127.0.0.1.example:8017",
            "192.168.0.7:8017",
            "0.0.0.0:8017",
            "user@localhost:8017",
            "localhost:8017@example.org",
            "localhost:8017, example.org",
            "[::1:8017",
        ] {
            check(&own, host, false);
        }
        let open = gate("desk.example", "192.168.0.7");
        for host in ["desk.example:8017", "192.168.0.7:8017", "[fe80::1]:8017", "localhost:8017"] {
            check(&open, host, true);
        }
        for host in ["example.org:8017", "desk.example.org:8017", "desk.example:80", "0x7f.1:8017"] {
            check(&open, host, false);
        }
    }

    #[test]
    fn one_host_and_no_other_target() {
        let own = gate("127.0.0.1", "127.0.0.1");
        let host = (HOST, "localhost:8017");
        let target =
            |uri: &'static str| own.admits(&Uri::from_static(uri), &headers(std::slice::from_ref(&host)));
        assert!(target("/"));
        assert!(target("http://localhost:8017/"));
        assert!(!target("http://example.org/"));
        assert!(!own.admits(&Uri::from_static("/"), &headers(&[])));
        let twice = headers(&[host.clone(), (HOST, "example.org")]);
        assert!(!own.admits(&Uri::from_static("/"), &twice));
    }

    #[test]
    fn origins() {
        let own = gate("127.0.0.1", "127.0.0.1");
        let check = |origins: &[&str], expect: bool| {
            let origins = origins.iter().map(|origin| (ORIGIN, *origin));
            let all: Vec<_> = [(HOST, "localhost:8017")].into_iter().chain(origins).collect();
            assert_eq!(own.is_own_page(&headers(&all)), expect, "{all:?}");
        };
        check(&["http://localhost:8017"], true);
        check(&[], false);
        check(&["null"], false);
        check(&[""], false);
        check(&["http://localhost"], false);
        check(&["http://localhost:8018"], false);
        check(&["https://localhost:8017"], false);
        check(&["http://127.0.0.1:8017"], false);
        check(&["http://example.org"], false);
        check(&["http://localhost:8017.example.org"], false);
        check(&["http://localhost:8017", "http://localhost:8017"], false);
        check(&["http://localhost:8017/"], false);
    }
}
