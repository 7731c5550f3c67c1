//! Nothing generated is written by hand: every page is what the generator would write today.

use vagal_validation::docs;

#[test]
fn generated_pages_are_up_to_date() {
    let pages = docs::pages().unwrap_or_else(|problem| panic!("{problem}"));
    assert!(!pages.is_empty(), "no page holds a generated block");
    for page in &pages {
        let name = page.path.strip_prefix(docs::root()).unwrap_or(&page.path).display();
        let differs = page
            .found
            .lines()
            .zip(page.wanted.lines())
            .enumerate()
            .find(|(_, (found, wanted))| found != wanted);
        assert!(
            page.found == page.wanted,
            "{name} is stale{}\nrun `{}`",
            differs.map_or(String::new(), |(i, (found, wanted))| {
                format!(" at line {}:\n  stands  {found}\n  ought   {wanted}", i + 1)
            }),
            docs::COMMAND
        );
    }
}
