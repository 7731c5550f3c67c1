//! The page in a headless Chromium: it loads without a word on the console, every chart is described,
//! and neither a phone nor the dark nor paper makes it wider than it may be.

#![allow(clippy::print_stderr)] // A skipped test says so.

#[path = "support/mod.rs"]
mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use support::{Folder, steady, three_files, vagal};

/// A browser; `None`, with a word, where there is none.
fn chromium() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .flat_map(|name| std::env::split_paths(&path).map(move |folder| folder.join(name)))
        .find(|p| p.is_file());
    if found.is_none() {
        assert!(
            std::env::var_os("VAGAL_REQUIRE").is_none_or(|v| v != "all"),
            "VAGAL_REQUIRE=all, and no chromium in PATH"
        );
        eprintln!("skipped: needs chromium");
    }
    found
}

/// A script that looks at the page it stands in, once it is laid out, and writes what it found into the title.
const LOOK: &str = r#"<script>
addEventListener('load', () => {
  const say = [], root = document.documentElement;
  if (root.scrollWidth > root.clientWidth + 1) say.push('sideways ' + root.scrollWidth + ' of ' + root.clientWidth);
  const charts = [...document.querySelectorAll('svg')].filter(s => s.getAttribute('aria-hidden') !== 'true');
  if (charts.length < LEAST) say.push('only ' + charts.length + ' charts');
  charts.forEach((s, i) => {
    for (const tag of ['title', 'desc'])
      if (!s.querySelector(tag)?.textContent.trim()) say.push('chart ' + i + ' has no ' + tag);
    if (/NaN|Infinity|undefined/.test(s.outerHTML)) say.push('chart ' + i + ' holds NaN');
  });
  if (LEAST && !charts.some(s => s.getBoundingClientRect().height > 10)) say.push('no chart is shown');
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const paper = getComputedStyle(document.body).backgroundColor;
  for (const r of performance.getEntriesByType('resource')) say.push('fetches ' + r.name);
  document.title = 'LOOKED ' + (dark ? 'dark' : 'light') + ' [' + paper + '] ' + say.join('; ') + '.';
});
</script>"#;

/// What the script found at a width, in the light or the dark, on a page with at least so many charts.
fn look(
    browser: &Path,
    folder: &Folder,
    (page, charts): (&Path, usize),
    width: usize,
    dark: bool,
) -> String {
    let script = LOOK.replace("LEAST", &charts.to_string());
    let html = std::fs::read_to_string(page)
        .expect("a page")
        .replace("</body>", &format!("{script}</body>"));
    // Narrower than a window may be made, a page is looked at in a frame of that width.
    let name = format!("looking-{width}-{dark}");
    let looked_at = folder.file(&format!("{name}.html"), html);
    let frame = format!(
        "<!doctype html><title>-</title><body style='margin:0'><iframe width={width} height=900 src='file://{}' \
         onload=\"setTimeout(() => document.title = this.contentDocument.title, 500)\"></iframe>",
        looked_at.display()
    );
    let frame = folder.file(&format!("{name}-frame.html"), frame);
    let mut command = Command::new(browser);
    command
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        .args(["--hide-scrollbars", "--allow-file-access-from-files", "--disable-web-security"])
        .args(["--enable-logging=stderr", "--virtual-time-budget=4000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", folder.path(&format!("{name}-profile")).display()))
        .arg("--window-size=1400,1000")
        .stdin(Stdio::null());
    if dark {
        command.arg("--blink-settings=preferredColorScheme=0");
    }
    let output =
        command.arg(format!("file://{}", frame.display())).output().expect("the browser starts");
    let log = String::from_utf8_lossy(&output.stderr);
    let console: Vec<&str> = log.lines().filter(|l| l.contains("CONSOLE")).collect();
    assert!(console.is_empty(), "the console says {console:?}");
    let dom = String::from_utf8_lossy(&output.stdout);
    let title = dom.split("<title>").nth(1).and_then(|t| t.split("</title>").next()).unwrap_or("");
    assert!(title.starts_with("LOOKED"), "the page was not looked at: `{title}`\n{log}");
    title.to_owned()
}

/// Level, shift and tachogram at least.
const SESSION_CHARTS: usize = 3;

fn page(folder: &Folder, shift: f64) -> PathBuf {
    let files = three_files(folder, &steady(shift, 71));
    let page = folder.path("page.html");
    let files = files.iter().map(|f| f.to_str().expect("UTF-8"));
    let run = vagal(
        ["session", "--input", "massage", "--report", page.to_str().expect("UTF-8")]
            .into_iter()
            .chain(files),
    );
    assert_eq!(run.code, 0, "{}", run.stderr);
    page
}

#[test]
fn the_page_stands_in_a_browser_at_every_width_light_and_dark() {
    let Some(browser) = chromium() else { return };
    let folder = Folder::new("browser");
    let page = page(&folder, 0.8);
    let mut papers = Vec::new();
    for (width, dark) in [(1200, false), (400, false), (400, true)] {
        let title = look(&browser, &folder, (&page, SESSION_CHARTS), width, dark);
        assert!(title.contains(if dark { "dark" } else { "light" }), "{title}");
        assert!(title.ends_with("] ."), "at {width} px: {title}");
        papers.push(title.split(['[', ']']).nth(1).unwrap_or("").to_owned());
    }
    assert_ne!(papers[1], papers[2], "the dark has a paper of its own");
}

#[test]
fn the_page_prints_without_running_off_the_sheet() {
    let Some(browser) = chromium() else { return };
    let folder = Folder::new("print");
    let page = page(&folder, 0.0);
    // The rules for paper, applied to a screen as wide as the text on a sheet of A4: 210 mm less
    // 2 × 10 mm at 96 px an inch.
    let html =
        std::fs::read_to_string(&page).expect("a page").replace("@media print", "@media all");
    let printed = folder.file("as-printed.html", html);
    let title = look(&browser, &folder, (&printed, SESSION_CHARTS), 718, false);
    assert!(title.ends_with("] ."), "{title}");
    let pdf = folder.path("page.pdf");
    let output = Command::new(&browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-pdf-header-footer",
        ])
        .arg(format!("--user-data-dir={}", folder.path("print-profile").display()))
        .arg(format!("--print-to-pdf={}", pdf.display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .expect("the browser starts");
    assert!(output.status.success());
    let bytes = std::fs::read(pdf).expect("a printed page");
    assert!(bytes.starts_with(b"%PDF") && bytes.len() > 15_000, "{} bytes", bytes.len());
}

#[test]
fn the_ledger_a_check_and_a_simulation_stand_in_a_browser() {
    let Some(browser) = chromium() else { return };
    let folder = Folder::new("browser-ledger");
    let (ledger, check) = (folder.path("ledger.html"), folder.path("check.html"));
    let answers = folder.file("answers.toml", "RF-22 = true");
    let answers = answers.to_str().expect("UTF-8");
    let simulated = folder.path("simulated.html");
    let scenario = folder.file("scenario.toml", vagal(["simulate", "--example"]).stdout);
    let scenario = scenario.to_str().expect("UTF-8");
    for (page, charts, args) in [
        (&ledger, 1, vec!["evidence"]),
        (&check, 0, vec!["check", "--answers", answers]),
        // The arc and the stations, each for a wide page and a narrow one.
        (&simulated, 20, vec!["simulate", scenario]),
    ] {
        let run = vagal(args.into_iter().chain(["--report", page.to_str().expect("UTF-8")]));
        assert_eq!(run.code, 0, "{}", run.stderr);
        for (width, dark) in [(1200, false), (400, true)] {
            let title = look(&browser, &folder, (page, charts), width, dark);
            assert!(title.ends_with("] ."), "at {width} px: {title}");
        }
    }
}

#[test]
fn the_demonstration_stands_in_a_browser() {
    let Some(browser) = chromium() else { return };
    let folder = Folder::new("browser-demo");
    let person = folder.path("demo.html");
    let picture = folder.path("picture.svg");
    let run = vagal([
        "demo",
        "--report",
        person.to_str().expect("UTF-8"),
        "--picture",
        picture.to_str().expect("UTF-8"),
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    // The framework and the fading come on top of what every person has.
    for (page, charts) in [(&person, 16), (&folder.path("demo-session.html"), SESSION_CHARTS)] {
        for (width, dark) in [(1200, false), (400, true)] {
            let title = look(&browser, &folder, (page, charts), width, dark);
            assert!(title.ends_with("] ."), "at {width} px: {title}");
        }
    }
    let picture = std::fs::read_to_string(picture).expect("a picture");
    assert!(picture.contains("<title") && !picture.contains("NaN"));
}

#[test]
fn a_person_and_a_plan_stand_in_a_browser() {
    let Some(browser) = chromium() else { return };
    let folder = Folder::new("browser-person");
    let diary = folder.file("diary.csv", support::diary(60));
    let diary = diary.to_str().expect("UTF-8");
    let (person, plan) = (folder.path("person.html"), folder.path("plan.html"));
    let names = ["--names", "massage,slow_breathing,rest", "--preview"];
    // Forest, curves of three inputs, half-lives, weeks and outlook, each for a wide page and a narrow one.
    for (page, charts, command) in [(&person, 12, "person"), (&plan, 2, "plan")] {
        let mut args = vec![command, "--events", diary];
        args.extend(names);
        if command == "plan" {
            args.extend(["--futures", "4"]);
        }
        args.extend(["--report", page.to_str().expect("UTF-8")]);
        let run = vagal(args);
        assert_eq!(run.code, 0, "{}", run.stderr);
        for (width, dark) in [(1200, false), (400, true)] {
            let title = look(&browser, &folder, (page, charts), width, dark);
            assert!(title.ends_with("] ."), "{command} at {width} px: {title}");
        }
    }
}
