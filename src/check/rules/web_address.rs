//! What an address on the web looks like; shared by the rules that look at one.

use crate::diag::Text;
use crate::say;

/// What to do about a text that is no `http` or `https` address with a host.
pub fn judge(text: &str) -> Result<(), Text> {
    let lower = text.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err(say!("去掉网址里的空格和换行", "remove the spaces and line breaks"));
    }
    match rest {
        Some(rest) => {
            let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
            match is_host(authority) {
                true => Ok(()),
                false => Err(say!(
                    "“//”后面要写网站的域名，如 https://shili.example/",
                    "a host name comes after `//`, as in https://shili.example/"
                )),
            }
        }
        None if lower.contains("：//") || lower.contains("／／") => {
            Err(say!("冒号和斜线要用半角：https://", "the colon and slashes are ASCII: https://"))
        }
        None if lower.split('/').next().is_some_and(|host| host.contains('.') && is_host(host)) => {
            Err(say!("写成 https://{text}", "write https://{text}"))
        }
        None => Err(say!(
            "写完整的网址，以 https:// 或 http:// 开头",
            "write it in full, beginning with https:// or http://"
        )),
    }
}

/// A domain name or an address of the internet protocol, with a port where there is one; names and passwords are not
/// taken, since they make one site look like another.
fn is_host(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (text, None),
    };
    let inside = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let is_name = |host: &str| {
        host.split('.').all(|label| {
            !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
        })
    };
    let is_valid = match inside {
        Some(address) => address.chars().all(|c| c.is_ascii_hexdigit() || c == ':' || c == '.'),
        None => is_name(host),
    };
    is_valid && port.is_none_or(|port| !port.is_empty() && port.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::judge;

    #[test]
    fn addresses() {
        for text in [
            "https://shili.example/",
            "http://shili.example",
            "HTTPS://shili.example:8080/a?b#c",
            "https://示例.测试/页",
            "http://127.0.0.1/",
            "http://[::1]:80/",
            "http://localhost",
        ] {
            assert_eq!(judge(text), Ok(()), "{text}");
        }
        for (text, hint) in [
            ("shili.example", "write https://shili.example"),
            ("https：//shili.example", "the colon and slashes are ASCII: https://"),
            ("https://", "a host name comes after `//`, as in https://shili.example/"),
            ("https://a@b.example/", "a host name comes after `//`, as in https://shili.example/"),
            ("https://shili.example:port/", "a host name comes after `//`, as in https://shili.example/"),
            ("https://shili.example/a b", "remove the spaces and line breaks"),
            ("javascript:alert(1)", "write it in full, beginning with https:// or http://"),
            ("", "write it in full, beginning with https:// or http://"),
            ("//shili.example/", "write it in full, beginning with https:// or http://"),
        ] {
            assert_eq!(judge(text).map_err(|text| text.en), Err(hint.to_owned()), "{text}");
        }
    }
}
