//! A canvas of braille dots: two by four in each character.

/// A canvas of `columns` × `rows` characters.
#[derive(Clone, Debug)]
pub(crate) struct Canvas {
    columns: usize,
    cells: Vec<u8>,
}

/// Bits of the eight dots, by row and column within a character (Unicode, block U+2800).
const DOTS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

impl Canvas {
    pub(crate) fn new(columns: usize, rows: usize) -> Self {
        Self { columns, cells: vec![0; columns * rows] }
    }

    /// Dots across.
    pub(crate) fn width(&self) -> usize {
        2 * self.columns
    }

    /// Dots down.
    pub(crate) fn height(&self) -> usize {
        self.cells.len() / self.columns.max(1) * 4
    }

    /// Sets the dot at a place from the top left; outside the canvas nothing happens.
    pub(crate) fn set(&mut self, x: usize, y: usize) {
        if x < self.width() && y < self.height() {
            self.cells[y / 4 * self.columns + x / 2] |= DOTS[y % 4][x % 2];
        }
    }

    /// The rows as text.
    pub(crate) fn rows(&self) -> Vec<String> {
        self.cells
            .chunks(self.columns.max(1))
            .map(|row| {
                row.iter().map(|b| char::from_u32(0x2800 + u32::from(*b)).unwrap_or(' ')).collect()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_land_in_their_character() {
        let mut canvas = Canvas::new(2, 1);
        canvas.set(0, 0);
        canvas.set(3, 3);
        canvas.set(99, 99);
        assert_eq!(canvas.rows(), ["\u{2801}\u{2880}"]);
    }
}
