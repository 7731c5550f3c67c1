//! `cargo run -p vagal-validation --bin generate-docs`: writes the generated parts of the documents anew.

use std::io::Write as _;

use vagal_validation::docs;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut talk = std::io::stderr();
    for page in docs::pages()? {
        let name = page.path.strip_prefix(docs::root()).unwrap_or(&page.path).display().to_string();
        if page.found == page.wanted {
            writeln!(talk, "{name}: up to date")?;
        } else {
            std::fs::write(&page.path, page.wanted)?;
            writeln!(talk, "{name}: written")?;
        }
    }
    Ok(())
}
