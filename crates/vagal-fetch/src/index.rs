//! The simple index of Python projects (PEP 503): from a project and a file name to an address.

/// What to ask for: every index and mirror speaks HTML.
pub(crate) const ACCEPT: &str = "application/vnd.pypi.simple.v1+html, text/html;q=0.9";

/// A file as the index lists it.
#[derive(Debug, PartialEq)]
pub(crate) struct Listed {
    /// Its address, absolute, without the part after `#`.
    pub(crate) url: String,
    /// The sha256 that the index states.
    pub(crate) sha256: Option<String>,
}

/// Finds the file of exactly this name on a project's page.
pub(crate) fn locate(page: &str, page_url: &str, file: &str) -> Option<Listed> {
    hrefs(page).find_map(|href| {
        let (target, fragment) = href.split_once('#').unwrap_or((&href, ""));
        let path = target.split('?').next().unwrap_or(target);
        let name = path.rsplit('/').next().unwrap_or(path);
        (decode_percent(name) == file).then(|| Listed {
            url: join(page_url, target),
            sha256: fragment.strip_prefix("sha256=").map(str::to_lowercase),
        })
    })
}

/// Values of every `href` attribute, entities resolved.
fn hrefs(page: &str) -> impl Iterator<Item = String> + '_ {
    page.split("href").skip(1).filter_map(|rest| {
        let rest = rest.trim_start().strip_prefix('=')?.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let value = rest[1..].split(quote).next()?;
        Some(value.replace("&#43;", "+").replace("&#x2B;", "+").replace("&amp;", "&"))
    })
}

fn decode_percent(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let code = (first == b'%')
            .then(|| tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok()))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(code.unwrap_or(first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The address that `target` means on the page `base` (RFC 3986, 5.2, for `http` and `https`).
fn join(base: &str, target: &str) -> String {
    if target.starts_with("http://") || target.starts_with("https://") {
        return target.to_string();
    }
    let Some((scheme, rest)) = base.split_once("://") else { return target.to_string() };
    if let Some(host_and_path) = target.strip_prefix("//") {
        return format!("{scheme}://{host_and_path}");
    }
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let whole =
        if target.starts_with('/') { target.to_string() } else { format!("{folder}/{target}") };
    let mut kept: Vec<&str> = Vec::new();
    for piece in whole.split('/').skip(1) {
        match piece {
            "." => {}
            ".." => drop(kept.pop()),
            piece => kept.push(piece),
        }
    }
    format!("{scheme}://{host}/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses_follow_rfc_3986() {
        // The examples of RFC 3986, 5.4.1, that an index can contain; base as there.
        let base = "http://a/b/c/d;p?q";
        for (target, expected) in [
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("../g", "http://a/b/g"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
        ] {
            assert_eq!(join(base, target), expected, "{target}");
        }
    }

    #[test]
    fn a_file_is_found_by_its_exact_name() {
        let page = r#"<a href="../../p/x-1.0.tar.gz.asc">x</a>
            <a class='f' href = '../../p/x-1.0%2Bl.tar.gz#sha256=AB' >x</a>
            <a href="https://files.example/p/x-1.0.tar.gz?a=1&amp;b=2#sha256=cd">x</a>"#;
        let at = |file| locate(page, "https://mirror.example/root/simple/x/", file);
        let listed =
            |url: &str, sha256: &str| Some(Listed { url: url.into(), sha256: Some(sha256.into()) });
        let plain = "https://files.example/p/x-1.0.tar.gz?a=1&b=2";
        assert_eq!(at("x-1.0.tar.gz"), listed(plain, "cd"));
        assert_eq!(
            at("x-1.0+l.tar.gz"),
            listed("https://mirror.example/root/p/x-1.0%2Bl.tar.gz", "ab")
        );
        assert_eq!(at("x-1.0"), None);
    }

    #[test]
    fn broken_pages_are_read_without_a_panic() {
        for page in ["href", "href=", "href=\"", "href='%", "<a href=\"%e\">", "href=é\"x\""] {
            assert_eq!(locate(page, "nonsense", "x"), None, "{page}");
        }
    }
}
