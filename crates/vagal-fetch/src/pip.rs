//! pip's configuration files: the index and certificates that pip itself would use.

use std::path::{Path, PathBuf};

/// What is taken over from pip.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct PipSettings {
    /// `index-url`.
    pub(crate) index_url: Option<String>,
    /// `cert`.
    pub(crate) cert: Option<String>,
}

/// Reads pip's files in pip's order, so that a later one overrides an earlier one.
pub(crate) fn settings(environment: &dyn Fn(&str) -> Option<String>) -> PipSettings {
    let mut settings = PipSettings::default();
    for file in files(environment) {
        if let Ok(text) = std::fs::read_to_string(&file) {
            read(&text, &mut settings);
        }
    }
    settings
}

/// Site-wide, then per user, then the file named by `PIP_CONFIG_FILE`.
fn files(environment: &dyn Fn(&str) -> Option<String>) -> Vec<PathBuf> {
    let named = environment("PIP_CONFIG_FILE").map(PathBuf::from);
    // pip: the null device switches every configuration file off.
    if named.as_deref().is_some_and(|f| f == Path::new("/dev/null") || f == Path::new("nul")) {
        return Vec::new();
    }
    let home = environment("HOME").map(PathBuf::from);
    let config = environment("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .or(home.as_ref().map(|h| h.join(".config")));
    let mut files = vec![PathBuf::from("/etc/xdg/pip/pip.conf"), PathBuf::from("/etc/pip.conf")];
    files.extend(environment("ProgramData").map(|d| PathBuf::from(d).join("pip").join("pip.ini")));
    files.extend(home.as_ref().map(|h| h.join(".pip/pip.conf")));
    files.extend(home.map(|h| h.join("Library/Application Support/pip/pip.conf")));
    files.extend(config.map(|c| c.join("pip/pip.conf")));
    files.extend(environment("APPDATA").map(|d| PathBuf::from(d).join("pip").join("pip.ini")));
    files.extend(environment("VIRTUAL_ENV").map(|d| PathBuf::from(d).join("pip.conf")));
    files.extend(named);
    files
}

/// Takes the two keys out of an ini file; `[install]` is more specific than `[global]`, but either counts.
fn read(text: &str, settings: &mut PipSettings) {
    let mut relevant = false;
    for line in text.lines().map(str::trim) {
        if let Some(section) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            relevant = matches!(section.trim(), "global" | "install" | "download");
        } else if let (true, Some((key, value))) = (relevant, line.split_once(['=', ':'])) {
            let value = Some(value.trim().to_string()).filter(|v| !v.is_empty());
            match key.trim().replace('_', "-").as_str() {
                "index-url" => settings.index_url = value,
                "cert" => settings.cert = value,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn index_and_certificate_come_out_of_an_ini_file() {
        let mut settings = PipSettings::default();
        read(
            "# index-url = https://commented.example\n[search]\nindex = https://x.example\n\
             [global]\nindex_url = https://mirror.example/simple\ncert=/etc/ca.pem\ntimeout: 3\n",
            &mut settings,
        );
        assert_eq!(settings.index_url.as_deref(), Some("https://mirror.example/simple"));
        assert_eq!(settings.cert.as_deref(), Some("/etc/ca.pem"));
    }

    #[test]
    fn the_null_device_switches_configuration_off() {
        let environment = |name: &str| (name == "PIP_CONFIG_FILE").then(|| "/dev/null".to_string());
        assert_eq!(files(&environment), Vec::<PathBuf>::new());
    }
}
