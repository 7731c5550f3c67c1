//! Colours by what they mean, in light, dark and print.

/// The colours of one theme, each `#RRGGBB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Behind everything.
    pub background: &'static str,
    /// Behind tables and charts.
    pub panel: &'static str,
    /// Text.
    pub ink: &'static str,
    /// Secondary text.
    pub muted: &'static str,
    /// Lines that separate; never text.
    pub rule: &'static str,
    /// What was done.
    pub input: &'static str,
    /// What is in the way.
    pub interference: &'static str,
    /// What is measured.
    pub output: &'static str,
}

/// By day.
pub const LIGHT: Theme = Theme {
    background: "#FBFAF7",
    panel: "#FFFFFF",
    ink: "#1F2430",
    muted: "#5A6272",
    rule: "#D9D6CE",
    input: "#0B6E6E",
    interference: "#B4500F",
    output: "#3B4BA3",
};

/// By night.
pub const DARK: Theme = Theme {
    background: "#14171C",
    panel: "#1C2027",
    ink: "#ECEAE4",
    muted: "#A3AAB8",
    rule: "#3A404B",
    input: "#4FC3C0",
    interference: "#F0995A",
    output: "#9AA8F5",
};

/// On paper: greys only, told apart by shape and dash.
pub const PRINT: Theme = Theme {
    background: "#FFFFFF",
    panel: "#FFFFFF",
    ink: "#111111",
    muted: "#4A4A4A",
    rule: "#BBBBBB",
    input: "#333333",
    interference: "#5E5E5E",
    output: "#222222",
};

impl Theme {
    /// The theme as CSS custom properties.
    pub(crate) fn css(&self) -> String {
        format!(
            "--background:{};--panel:{};--ink:{};--muted:{};--rule:{};--input:{};\
             --interference:{};--output:{};",
            self.background,
            self.panel,
            self.ink,
            self.muted,
            self.rule,
            self.input,
            self.interference,
            self.output
        )
    }

    /// Every pair of text and ground that a page uses.
    pub fn text_pairs(&self) -> Vec<(&'static str, &'static str)> {
        let texts = [self.ink, self.muted, self.input, self.interference, self.output];
        let grounds = [self.background, self.panel];
        texts.iter().flat_map(|t| grounds.map(|g| (*t, g))).collect()
    }
}

/// Contrast of two colours `#RRGGBB` after WCAG 2.2, 1 to 21; `None` if one cannot be read.
pub fn contrast(a: &str, b: &str) -> Option<f64> {
    let (a, b) = (luminance(a)?, luminance(b)?);
    let (lighter, darker) = if a > b { (a, b) } else { (b, a) };
    Some((lighter + 0.05) / (darker + 0.05))
}

/// Relative luminance after WCAG 2.2, which takes the sRGB transfer curve and weighs green most.
fn luminance(colour: &str) -> Option<f64> {
    let hex = colour.strip_prefix('#').filter(|h| h.len() == 6 && h.is_ascii())?;
    let channel = |i: usize| -> Option<f64> {
        let value = f64::from(u8::from_str_radix(hex.get(i..i + 2)?, 16).ok()?) / 255.0;
        Some(if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) })
    };
    Some(0.2126 * channel(0)? + 0.7152 * channel(2)? + 0.0722 * channel(4)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.2, success criterion 1.4.3, for text of any size.
    const READABLE: f64 = 4.5;

    #[test]
    fn contrast_agrees_with_the_published_ends() {
        // WCAG 2.2: black on white is 21:1; #767676 on white is the darkest grey below 4.6, 4.54:1.
        assert_eq!(contrast("#000000", "#FFFFFF"), Some(21.0));
        let grey = contrast("#767676", "#FFFFFF").unwrap();
        assert!((grey - 4.54).abs() < 0.005, "{grey}");
        assert_eq!(contrast("white", "#FFFFFF"), None);
    }

    #[test]
    fn every_text_can_be_read_in_every_theme() {
        for (name, theme) in [("light", LIGHT), ("dark", DARK), ("print", PRINT)] {
            for (text, ground) in theme.text_pairs() {
                let found = contrast(text, ground).unwrap();
                assert!(found >= READABLE, "{name}: {text} on {ground} is {found:.2}");
            }
        }
    }
}
