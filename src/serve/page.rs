//! The answer to a request for a file of the site: rendered now, with the reload script added where it is a page.

use std::path::PathBuf;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{Request, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use mime_guess::Mime;
use tower_http::services::ServeFile;

use super::board::State;
use super::edition::Edition;
use super::route::{self, Found};
use super::{LIVE_SCRIPT, Server};
use crate::diag::{self, Language, Lines, Text};
use crate::render::Artifact;
use crate::say;
use crate::text::html::escaped;

/// What is sent, before it is known how.
enum Answer {
    Page { status: StatusCode, html: String },
    Bytes { mime: Mime, bytes: Bytes },
    File { mime: Mime, path: PathBuf },
    Redirect(String),
}

/// Answers `GET` and `HEAD`.
pub async fn page(server: Arc<Server>, request: Request<Body>) -> Response {
    let uri = request.uri().clone();
    // Rendering may take a while; the live channel does not wait for it.
    let answer = tokio::task::spawn_blocking(move || answer(&server, &uri)).await;
    let Ok(answer) = answer else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    match answer {
        Answer::Page { status, html } => {
            (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
        }
        Answer::Bytes { mime, bytes } => ([(CONTENT_TYPE, with_charset(&mime))], bytes).into_response(),
        Answer::Redirect(location) => {
            (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, location)]).into_response()
        }
        Answer::File { mime, path } => match ServeFile::new_with_mime(path, &mime).try_call(request).await {
            Ok(response) => response.map(Body::new),
            Err(_) => StatusCode::NOT_FOUND.into_response(),
        },
    }
}

fn answer(server: &Server, uri: &Uri) -> Answer {
    let state = server.board.state();
    let Some(edition) = &state.edition else {
        return no_site(server, &state);
    };
    match route::find(uri.path(), edition.base_path(), |route| edition.has(route)) {
        Found::File(route) => file(server, &state, edition, &route, StatusCode::OK),
        Found::Redirect(path) => {
            let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
            Answer::Redirect(path + &query)
        }
        Found::Nothing => file(server, &state, edition, "404.html", StatusCode::NOT_FOUND),
    }
}

fn file(server: &Server, state: &State, edition: &Edition, route: &str, status: StatusCode) -> Answer {
    let mime = mime_guess::from_path(route).first_or_octet_stream();
    let artifact = match edition.render(route) {
        Some(Ok(artifact)) => artifact,
        Some(Err(diagnostic)) => {
            let mut lines = Lines::new(edition.tree());
            let problem = diag::render(&diagnostic, &mut lines, server.language, false);
            let title = say!("这一页无法生成", "this page cannot be made");
            return problem_page(server, state, StatusCode::INTERNAL_SERVER_ERROR, &title, &[problem]);
        }
        None => {
            return Answer::Page {
                status: StatusCode::NOT_FOUND,
                html: with_script(server, state, String::new()),
            };
        }
    };
    match artifact {
        Artifact::Bytes(bytes) if mime == mime_guess::mime::TEXT_HTML => {
            server.board.remember(route);
            let html = String::from_utf8_lossy(&bytes).into_owned();
            Answer::Page { status, html: with_script(server, state, html) }
        }
        Artifact::Bytes(bytes) => Answer::Bytes { mime, bytes: bytes.into() },
        Artifact::Embedded(bytes) => Answer::Bytes { mime, bytes: Bytes::from_static(bytes) },
        Artifact::File { path, .. } => Answer::File { mime, path },
    }
}

fn no_site(server: &Server, state: &State) -> Answer {
    let title =
        say!("内容有错误，还没有可以看的页面", "the content has errors: there is no page to show yet");
    problem_page(server, state, StatusCode::SERVICE_UNAVAILABLE, &title, &state.problems)
}

/// A page of the server's own. It replaces itself when the content is mended.
fn problem_page(
    server: &Server,
    state: &State,
    status: StatusCode,
    title: &Text,
    problems: &[String],
) -> Answer {
    let (language, title) = (code(server.language), escaped(title.get(server.language)));
    let hint = say!(
        "改好并保存后，这一页会自动更新。",
        "Once it is mended and saved, this page is replaced by itself."
    );
    let hint = hint.get(server.language);
    let problems: String =
        problems.iter().map(|problem| format!("<pre>{}</pre>\n", escaped(problem))).collect();
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         <style>body {{ max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font-family: sans-serif }} \
         pre {{ overflow-x: auto; padding: 1rem; border-left: .25rem solid #c3272b; line-height: 1.5 }}</style>\n\
         </head>\n<body>\n<main>\n<h1>{title}</h1>\n{problems}<p>{hint}</p>\n</main>\n</body>\n</html>\n"
    );
    Answer::Page { status, html: with_script(server, state, html) }
}

/// The page with the script that reloads it, right before its body ends.
fn with_script(server: &Server, state: &State, mut html: String) -> String {
    let follow = if server.follow { " data-follow" } else { "" };
    let (close, heading) =
        (say!("关闭", "close"), say!("内容有错误，页面还是改之前的", "errors: the page is as it was before"));
    let (close, heading) = (close.get(server.language), heading.get(server.language));
    let (language, name) = (code(server.language), &state.name);
    let script = format!(
        "<script src=\"{LIVE_SCRIPT}\" data-edition=\"{name}\" data-lang=\"{language}\" \
         data-heading=\"{heading}\" data-close=\"{close}\"{follow}></script>\n"
    );
    let at = html.rfind("</body>").unwrap_or(html.len());
    html.insert_str(at, &script);
    html
}

fn code(language: Language) -> &'static str {
    match language {
        Language::Zh => "zh-Hans",
        Language::En => "en",
    }
}

fn with_charset(mime: &Mime) -> String {
    if mime.type_() == mime_guess::mime::TEXT { format!("{mime}; charset=utf-8") } else { mime.to_string() }
}
