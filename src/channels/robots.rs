//! `robots.txt`: what crawlers may read (RFC 9309).

use crate::check::Roll;
use crate::plan::{Job, Route};

/// The first line of a site that was built with drafts, by which `pack` knows it.
pub const DRAFTS: &str = "# 含草稿，仅供内部预览，不要放到公开的网站上 | with drafts, for review only";

pub fn jobs(roll: &Roll) -> Vec<Job<'_>> {
    let route = Route::new("robots.txt").expect("a fixed name");
    vec![Job::text(route, move || {
        let base_url = roll.base_url();
        match roll.drafts() {
            true => format!("{DRAFTS}\n{}", text(true, None)),
            false => text(roll.site().noindex == Some(true), base_url.as_deref()),
        }
    })]
}

fn text(noindex: bool, base_url: Option<&str>) -> String {
    match (noindex, base_url) {
        (true, _) => "User-agent: *\nDisallow: /\n".to_owned(),
        (false, None) => "User-agent: *\nAllow: /\n".to_owned(),
        (false, Some(base)) => format!("User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn a_hidden_site_is_closed_and_names_no_sitemap() {
        assert_eq!(text(true, Some("https://honor.example/")), "User-agent: *\nDisallow: /\n");
        assert_eq!(text(false, None), "User-agent: *\nAllow: /\n");
        assert!(
            text(false, Some("https://honor.example/a/"))
                .ends_with("Sitemap: https://honor.example/a/sitemap.xml\n")
        );
    }
}
