use super::*;

#[track_caller]
fn check(text: &str, expect: &[(Kind, &str)]) {
    let found = Scanner::default().scan(text);
    let found: Vec<(Kind, &str)> =
        found.iter().map(|finding| (finding.kind, &text[finding.range.clone()])).collect();
    assert_eq!(found, expect, "{text}");
}
