//! The settings of `content/site.yaml` lie in their ranges.

use jiff::civil::{Date, Weekday};

use super::super::PROOFREADING;
use super::web_address;
use crate::diag::{Code, Diagnostic, Report, Span, Text};
use crate::model::{Contact, Draft, MenuItem, Picture, SIMPLIFIED, Site, TRADITIONAL, Word, media_path};
use crate::picture::{Finding, Raster};
use crate::say;
use crate::text::similar;

const LANGUAGES: [&str; 3] = ["zh-Hans", "zh-Hant", "en"];

/// Looks at the numbers, the address, the language, the menu, the contact and the share image.
pub fn check(draft: &Draft, report: &mut Report) {
    let Some(site) = &draft.site else { return };
    numbers(site, report);
    if let Some(url) = &site.base_url {
        base_url(url, report);
    }
    if let Some(language) = site.language.as_ref().filter(|word| !LANGUAGES.contains(&word.as_str())) {
        let text = &language.value;
        let near = similar::nearest(text, LANGUAGES, 1).first().copied().unwrap_or("zh-Hans");
        report.push(wrong(
            language.span,
            say!("不认识语言“{text}”", "the language `{text}` is not known"),
            say!(
                "写 zh-Hans（简体）、zh-Hant（繁体）或 en；这里大概是 {near}",
                "write zh-Hans, zh-Hant or en; here it is probably {near}"
            ),
        ));
    }
    editions(site, report);
    site.rules_off.iter().for_each(|rule| rule_off(rule, report));
    calendar(site, report);
    site.menu.iter().for_each(|item| menu_item(item, report));
    if let Some(picture) = &site.share_image {
        share_image(picture, draft, report);
    }
    if let Some(email) = site.contact.as_ref().and_then(|Contact { email, .. }| email.as_ref()) {
        contact(email, report);
    }
}

/// Only what the proofreader says can be switched off.
fn rule_off(rule: &Word, report: &mut Report) {
    let names = PROOFREADING.map(Code::name);
    let text = rule.value.trim();
    if names.contains(&text) {
        return;
    }
    let near = similar::nearest(text, names, 1);
    let all = names.join(" ");
    report.push(wrong(
        rule.span,
        match Code::ALL.iter().any(|code| code.name() == text) {
            true => say!("“{text}”不能关", "`{text}` cannot be switched off"),
            false => say!("没有“{text}”这个校对规则", "the proofreader has no rule `{text}`"),
        },
        match near.first() {
            Some(near) => say!("是不是“{near}”？", "did you mean `{near}`?"),
            None => say!("可以关的有：{all}", "these may be: {all}"),
        },
    ));
}

fn wrong(span: Span, message: Text, hint: Text) -> Diagnostic {
    Diagnostic::error(Code::BadSetting, span, message).hint(hint)
}

fn numbers(site: &Site, report: &mut Report) {
    if let Some(reviews) = site.reviews.filter(|reviews| reviews.value > 3) {
        let count = reviews.value;
        report.push(wrong(
            reviews.span,
            say!("审校次数不能是 {count}", "the number of sign-offs cannot be {count}"),
            say!("写 0 到 3", "write 0 to 3"),
        ));
    }
    review_steps(site, report);
    if let Some(per_page) = site.per_page.filter(|count| !(1..=1000).contains(&count.value)) {
        let count = per_page.value;
        report.push(wrong(
            per_page.span,
            say!("每页不能是 {count} 条", "there cannot be {count} entries a page"),
            say!("写 1 到 1000，一般是 100", "write 1 to 1000, usually 100"),
        ));
    }
}

fn calendar(site: &Site, report: &mut Report) {
    for holiday in &site.holidays {
        if let Some(until) = holiday.until.filter(|until| until.value < holiday.from.value) {
            report.push(wrong(
                until.span,
                say!("节假日的止在起之前", "the days off end before they begin"),
                say!("对照当年的放假通知", "compare with the notice of that year"),
            ));
        }
    }
    for day in site.workdays.iter().filter(|day| !is_weekend(day.value)) {
        let date = day.value;
        let message =
            say!("调休上班的 {date} 不是周末", "{date}, said to be worked instead, is no day of a weekend");
        report.push(Diagnostic::warning(Code::BadSetting, day.span, message).hint(say!(
            "只写要上班的周六、周日；对照当年的放假通知",
            "list the Saturdays and Sundays that are worked, as the notice of that year has them"
        )));
    }
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn review_steps(site: &Site, report: &mut Report) {
    for (at, step) in site.review_steps.iter().enumerate() {
        if site.review_steps[..at].iter().any(|earlier| earlier.value == step.value) {
            let (zh, en) = (step.zh(), step.en());
            report.push(wrong(
                step.span,
                say!("审校环节“{zh}”写了两次", "the step `{en}` is written twice"),
                say!("每个环节只写一次", "write each step once"),
            ));
        }
    }
    let steps = site.review_steps.len();
    if let Some(reviews) = site.reviews.filter(|reviews| steps > 0 && reviews.value as usize != steps) {
        let count = reviews.value;
        report.push(wrong(
            reviews.span,
            say!(
                "审校写了 {count} 次，审校环节却有 {steps} 个",
                "`reviews` says {count}, and there are {steps} steps"
            ),
            say!("写了审校环节就不必再写审校", "where `review_steps` is written, `reviews` need not be"),
        ));
    }
}

/// Records are written in simplified characters; the one edition that can be made of them is the traditional one.
fn editions(site: &Site, report: &mut Report) {
    const EDITIONS: [&str; 2] = [SIMPLIFIED, TRADITIONAL];
    let hint = || {
        say!(
            "写 [zh-Hans, zh-Hant]，简体在前；只要一种就不写这一项",
            "write [zh-Hans, zh-Hant], in this order, or leave the field out"
        )
    };
    for (at, language) in site.languages.iter().enumerate() {
        let text = &language.value;
        if EDITIONS.get(at).is_none_or(|expected| text != expected) {
            report.push(wrong(
                language.span,
                say!("这里不能发布“{text}”的版本", "there can be no edition in `{text}` here"),
                hint(),
            ));
        }
    }
    if let (Some(language), false) = (&site.language, site.languages.is_empty())
        && language.as_str() != SIMPLIFIED
        && LANGUAGES.contains(&language.as_str())
    {
        let text = &language.value;
        report.push(wrong(
            language.span,
            say!("语言“{text}”和语种不一致", "the language `{text}` does not fit the editions"),
            say!("写了语种就不必再写语言", "where `languages` is written, `language` need not be"),
        ));
    }
}

fn base_url(url: &Word, report: &mut Report) {
    let text = &url.value;
    let message = say!("“{text}”不能做站点的网址", "`{text}` cannot be the address of the site");
    if let Err(hint) = judge_base_url(text) {
        report.push(wrong(url.span, message, hint));
    }
}

/// What to do about a text that cannot be the address of a site, wherever it was given.
pub fn judge_base_url(text: &str) -> Result<(), Text> {
    web_address::judge(text)?;
    if text.contains(['?', '#']) {
        return Err(say!("去掉“?”“#”和它们后面的部分", "remove `?` and `#` and what follows them"));
    }
    Ok(())
}

/// Those who read it want a photograph of some size; what is no picture at all is another rule's.
fn share_image(picture: &Picture, draft: &Draft, report: &mut Report) {
    const LEAST: (u32, u32) = (600, 315);
    let path = media_path(&picture.file);
    let (message, hint) = match draft.media.get(path).map(|media| &media.finding) {
        Some(Finding::Raster(Raster { width, height, .. })) if *width < LEAST.0 || *height < LEAST.1 => (
            say!(
                "分享图“{path}”只有 {width}×{height} 像素",
                "the share image `{path}` has {width}×{height} pixels only"
            ),
            say!(
                "换成 1200×630 像素的；至少 600×315",
                "put one of 1200×630 pixels in its place, at least 600×315"
            ),
        ),
        Some(Finding::Drawing(_)) => (
            say!(
                "分享图“{path}”是 SVG，微信等不显示",
                "the share image `{path}` is an SVG, which messengers do not show"
            ),
            say!("导出为 1200×630 像素的 PNG 或 JPEG", "export it as PNG or JPEG of 1200×630 pixels"),
        ),
        Some(Finding::Raster(_) | Finding::Other | Finding::Refused(_)) | None => return,
    };
    report.push(wrong(picture.file.span, message, hint));
}

fn menu_item(item: &MenuItem, report: &mut Report) {
    let path = &item.path.value;
    let is_web =
        path.to_ascii_lowercase().starts_with("http://") || path.to_ascii_lowercase().starts_with("https://");
    let hint = match web_address::judge(path) {
        Ok(()) => return,
        Err(hint) if is_web => hint,
        Err(_) if is_inside(path) => return,
        Err(_) => say!(
            "写站内的路径，如 roll/；别的网站以 https:// 开头",
            "write a path on the site, as roll/; another site begins with https://"
        ),
    };
    let title = &item.title.value;
    report.push(wrong(
        item.path.span,
        say!("菜单“{title}”的路径“{path}”不能用", "the path `{path}` of the menu's `{title}` cannot be used"),
        hint,
    ));
}

/// A path on the site: no scheme, no host, no way out, nothing that a browser would take for one of them.
fn is_inside(path: &str) -> bool {
    let has_scheme = path.split(['/', '?', '#']).next().is_some_and(|first| first.contains([':', '：']));
    let strange = path.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\');
    !has_scheme && !strange && !path.starts_with("//") && path.split('/').all(|part| part != "..")
}

fn contact(email: &Word, report: &mut Report) {
    if is_email(email) {
        return;
    }
    let text = &email.value;
    report.push(
        Diagnostic::warning(
            Code::BadSetting,
            email.span,
            say!("“{text}”不像邮箱地址", "`{text}` does not look like an e-mail address"),
        )
        .hint(say!("写成 xuanchuan@shili.example 的样子", "write it like xuanchuan@shili.example")),
    );
}

fn is_email(text: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || ",;:<>()@".contains(c))
    };
    text.split_once('@').is_some_and(|(user, host)| {
        part(user) && part(host) && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn menu_paths() {
        for path in ["roll/", "/about/", "", "#top", "people/?a=b:c", "帮助/"] {
            assert!(is_inside(path), "{path}");
        }
        for path in
            ["javascript:alert(1)", "//other.example/", "../x", "a\\b", "java\tscript:x", "data:text/html,x"]
        {
            assert!(!is_inside(path), "{path}");
        }
    }

    #[test]
    fn emails() {
        for (text, expect) in [
            ("a@b.example", true),
            ("a@b", false),
            ("a b@c.d", false),
            ("a@b@c.d", false),
            ("", false),
            ("a＠b.c", false),
        ] {
            assert_eq!(is_email(text), expect, "{text}");
        }
    }
}
