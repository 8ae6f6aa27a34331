//! What pages of other sites, and programs that mean no good, do not get.

use std::io::{Read, Write};

use crate::preview::{Preview, SITE, answer};

#[test]
fn a_foreign_host_is_refused() {
    let preview = Preview::start(&SITE, &[]);
    let own = preview.address.clone();
    let port = own.rsplit(':').next().expect("a port");
    let status = |hosts: &[&str]| {
        let headers: Vec<(&str, &str)> = hosts.iter().map(|host| ("Host", *host)).collect();
        preview.request("GET", "/", &headers).status
    };
    assert_eq!(status(&[&own]), 200);
    assert_eq!(status(&[&format!("localhost:{port}")]), 200);
    for foreign in
        ["example.org", &format!("example.org:{port}"), "127.0.0.1", &format!("127.0.0.1.example.org:{port}")]
    {
        assert_eq!(status(&[foreign]), 421, "{foreign}");
    }
    assert_eq!(status(&[&own, "example.org"]), 421);
    assert!(matches!(status(&[]), 400 | 421));
    // The target is one more way to name a host.
    let target = preview.request("GET", "http://example.org/", &[("Host", &own)]);
    assert_eq!(target.status, 421);
    // Nothing of the site is in a refusal.
    let refused = preview.request("GET", "/people/zhang-san/", &[("Host", "example.org")]);
    assert!(!refused.text().contains("张三"));
}

#[test]
fn the_live_channel_is_for_pages_of_this_server() {
    let preview = Preview::start(&SITE, &[]);
    let port = preview.address.rsplit(':').next().expect("a port");
    for foreign in [
        None,
        Some("null"),
        Some("http://example.org"),
        Some("http://127.0.0.1"),
        Some("http://127.0.0.1:1"),
        Some(format!("http://localhost:{port}").as_str()),
        Some(format!("https://{}", preview.address).as_str()),
        Some(format!("http://{}.example.org", preview.address).as_str()),
    ] {
        let refused = preview.open_from(foreign).err();
        assert_eq!(refused.as_deref(), Some("403"), "{foreign:?}");
    }
    preview.open().next();
    // Other sites may not read pages, nor show what is in them.
    let page = preview.request("GET", "/", &[("Host", &preview.address), ("Origin", "http://example.org")]);
    assert_eq!(page.headers["cross-origin-resource-policy"], "same-origin");
    assert!(page.headers.keys().all(|name| !name.starts_with("access-control-")), "{:?}", page.headers);
}

#[test]
fn nothing_outside_the_site_is_found() {
    let files = [&SITE[..], &[("secret.txt", "机密"), ("content/people/secret.yaml~", "机密")]].concat();
    let preview = Preview::start(&files, &[]);
    for path in [
        "/../secret.txt",
        "/people/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/%252e%252e%252fsecret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/%e0%80%ae%e0%80%ae/secret.txt",
        "/.%00./secret.txt",
        "/people/%00/../secret.txt",
        "/assets/../../secret.txt",
        "//secret.txt",
        "///etc/passwd",
        "/content/people/zhang-san.yaml",
        "/people/secret.yaml~",
        "/.honorroll-manifest",
        "/media/../../secret.txt",
        "/file:///etc/passwd",
        "/C:/secret.txt",
        "/honor/../secret.txt",
    ] {
        let answer = preview.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        assert!(!text.contains("机密") && !text.contains("root:"), "{path}");
    }
}

#[test]
fn slow_endless_and_large_requests_are_cut_off() {
    let preview = Preview::start(&SITE, &[]);
    let host = &preview.address;

    // A body is not taken, however it is announced.
    let large = format!("GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000000000000\r\n\r\n");
    assert_eq!(answer(&preview.raw(large.as_bytes())).status, 413);
    let mut stream = preview.connect();
    let chunked = format!("GET / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n");
    stream.write_all(chunked.as_bytes()).expect("sent");
    // It may go on for ever on this side; the other one hangs up.
    while stream.write_all(b"400\r\n").and_then(|()| stream.write_all(&[b'x'; 1026])).is_ok() {}

    // Nor is a head without end.
    let endless =
        [format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: ").into_bytes(), vec![b'x'; 1 << 20]].concat();
    assert!(preview.raw(&endless).starts_with(b"HTTP/1.1 431"));
    let many = format!("GET / HTTP/1.1\r\nHost: {host}\r\n{}\r\n", "X: y\r\n".repeat(1000));
    assert!(preview.raw(many.as_bytes()).starts_with(b"HTTP/1.1 431"));

    // A head that never ends is waited for, but not for ever: the connection is closed by the server.
    let mut slow = preview.connect();
    slow.write_all(format!("GET / HTTP/1.1\r\nHost: {host}\r\nX-Slow").as_bytes()).expect("sent");
    let mut rest = Vec::new();
    slow.read_to_end(&mut rest).expect("closed within the time");
    assert_eq!(preview.get("/").status, 200);
}

#[test]
fn more_connections_than_there_may_be_wait() {
    let preview = Preview::start(&SITE, &[]);
    // None of these says anything; the server hangs up on them after a while, and answers.
    let idle: Vec<_> = (0..300).map(|_| preview.connect()).collect();
    assert_eq!(preview.get("/").status, 200);
    drop(idle);
}

#[test]
fn a_page_that_talks_is_hung_up_on() {
    let preview = Preview::start(&SITE, &[]);
    let mut first = preview.open();
    first.next();
    first.say("x");
    assert!(first.is_closed());
    let mut second = preview.open();
    second.next();
    second.say(&"x".repeat(1 << 20));
    assert!(second.is_closed());
    preview.open().next();
}

#[test]
fn malformed_requests_leave_it_running() {
    let preview = Preview::start(&SITE, &[]);
    let host = preview.address.clone();
    let forms: Vec<Vec<u8>> = vec![
        b"\r\n\r\n".to_vec(),
        b"GET\r\n\r\n".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        b"GET / HTTP/1.1\r\nHost\r\n\r\n".to_vec(),
        b"GET / HTTP/1.1\r\nHost: \x00\r\n\r\n".to_vec(),
        format!("GET /%zz%ff%00 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").into_bytes(),
        format!("GET {} HTTP/1.1\r\nHost: {host}\r\n\r\n", "/..".repeat(5000)).into_bytes(),
        format!("OPTIONS * HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").into_bytes(),
        format!("CONNECT example.org:443 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: -1\r\n\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nz").into_bytes(),
        format!("GET /_honorroll/live HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n").into_bytes(),
    ];
    let count: usize =
        std::env::var("HONORROLL_MALFORMED").map_or(1_000, |count| count.parse().expect("a number"));
    for form in forms.iter().cycle().take(count) {
        let mut stream = preview.connect();
        let _ = stream.write_all(form);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let _ = stream.read_to_end(&mut Vec::new());
    }
    assert_eq!(preview.get("/").status, 200);
    preview.open().next();
}
