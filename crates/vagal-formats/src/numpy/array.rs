//! The `.npy` array: a header in the form of a Python dictionary, then plain numbers.
//!
//! Source: NumPy, `numpy.lib.format`, versions 1.0 to 3.0.

/// First bytes of an array.
pub(crate) const MAGIC: &[u8; 6] = b"\x93NUMPY";

/// One numeric array, flattened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Array {
    /// Lengths of its dimensions.
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f64>,
    /// Numbers that the header states and the file does not hold.
    pub(crate) missing: usize,
}

/// Why an array cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Problem {
    Damaged(String),
    Unsupported(String),
}

impl Array {
    /// The only number, if there is but one.
    pub(crate) fn scalar(&self) -> Option<f64> {
        if let [value] = self.values[..] { Some(value) } else { None }
    }

    /// True for a row of numbers; dimensions of length 1 do not count.
    pub(crate) fn is_row(&self) -> bool {
        self.values.len() > 1 && self.shape.iter().filter(|length| **length != 1).count() == 1
    }
}

/// Reads an array. A cut one keeps the numbers that are there.
pub(crate) fn parse(bytes: &[u8]) -> Result<Array, Problem> {
    let damaged = |why: &str| Problem::Damaged(why.into());
    if !bytes.starts_with(MAGIC) {
        return Err(damaged("no NumPy array"));
    }
    let (length, at) = match bytes.get(6..12) {
        Some([1, _, a, b, ..]) => (usize::from(u16::from_le_bytes([*a, *b])), 10_usize),
        Some([2 | 3, _, a, b, c, d]) => (u32::from_le_bytes([*a, *b, *c, *d]) as usize, 12),
        Some([version, ..]) => {
            return Err(Problem::Unsupported(format!("version {version} of the array format")));
        }
        _ => return Err(damaged("the header is cut")),
    };
    let end = at.checked_add(length);
    let header =
        end.and_then(|end| bytes.get(at..end)).ok_or_else(|| damaged("the header is cut"))?;
    let header = String::from_utf8_lossy(header);
    let shape = shape(&header).ok_or_else(|| damaged("the header has no shape"))?;
    let stated = shape
        .iter()
        .try_fold(1_usize, |all, length| all.checked_mul(*length))
        .ok_or_else(|| damaged("the header states an impossible shape"))?;
    let kind = text_of(&header, "descr")
        .ok_or_else(|| Problem::Unsupported("an array of records".into()))?;
    let (width, number) = decoder(kind)
        .ok_or_else(|| Problem::Unsupported(format!("an array of `{kind}` values")))?;
    let data = &bytes[at + length..];
    let values: Vec<f64> = data.chunks_exact(width).take(stated).map(number).collect();
    Ok(Array { missing: stated - values.len(), shape, values })
}

/// What follows a key of the header.
fn after<'t>(header: &'t str, key: &str) -> Option<&'t str> {
    let at = header.find(&format!("'{key}'"))?;
    header[at + key.len() + 2..].trim_start().strip_prefix(':').map(str::trim_start)
}

fn text_of<'t>(header: &'t str, key: &str) -> Option<&'t str> {
    after(header, key)?.strip_prefix('\'')?.split('\'').next()
}

fn shape(header: &str) -> Option<Vec<usize>> {
    let inside = after(header, "shape")?.strip_prefix('(')?.split(')').next()?;
    let lengths = inside.split(',').map(str::trim).filter(|length| !length.is_empty());
    lengths.map(|length| length.parse().ok()).collect()
}

/// Turns the bytes of one value into a number.
type Number = fn(&[u8]) -> f64;

/// Width and decoder of a type code such as `<f8`; `None` if it is not a plain number.
fn decoder(kind: &str) -> Option<(usize, Number)> {
    macro_rules! number {
        ($type:ty, $from:ident) => {
            (size_of::<$type>(), |bytes| {
                let mut own = [0; size_of::<$type>()];
                own.copy_from_slice(bytes);
                <$type>::$from(own) as f64
            })
        };
    }
    Some(match kind {
        "|i1" | "<i1" => number!(i8, from_le_bytes),
        "|u1" | "<u1" => number!(u8, from_le_bytes),
        "<i2" => number!(i16, from_le_bytes),
        "<u2" => number!(u16, from_le_bytes),
        "<i4" => number!(i32, from_le_bytes),
        "<u4" => number!(u32, from_le_bytes),
        "<i8" => number!(i64, from_le_bytes),
        "<u8" => number!(u64, from_le_bytes),
        "<f4" => number!(f32, from_le_bytes),
        "<f8" => number!(f64, from_le_bytes),
        ">i2" => number!(i16, from_be_bytes),
        ">u2" => number!(u16, from_be_bytes),
        ">i4" => number!(i32, from_be_bytes),
        ">u4" => number!(u32, from_be_bytes),
        ">i8" => number!(i64, from_be_bytes),
        ">u8" => number!(u64, from_be_bytes),
        ">f4" => number!(f32, from_be_bytes),
        ">f8" => number!(f64, from_be_bytes),
        _ => return None,
    })
}
