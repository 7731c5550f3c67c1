//! Answers to the questions of the ledger, and the file they are kept in.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use toml::Value;
use vagal_core::{Answer, Level};
use vagal_evidence::{Effect, Input, RedFlagGroup, cautions, inputs, red_flags, rule_questions};

use super::intake::is_asked;

/// One question, with where its answer belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// `RF-06`, `CA-01`; for consent the identifier of the input.
    pub item: &'static str,
    /// Place among the questions of the item, from 0.
    pub index: usize,
    /// The question.
    pub ask: &'static str,
    /// True if leaving it open counts as "see a doctor".
    pub starred: bool,
    /// The level of a yes; `None` for consent, where a no counts.
    pub level: Option<Level>,
}

impl Question {
    /// True if it asks whether touch is wanted.
    pub fn is_consent(&self) -> bool {
        self.level.is_none()
    }
}

/// Every question for these inputs, the gravest first; consent last.
pub fn questions(inputs: &[&'static Input]) -> Vec<Question> {
    let mut all: Vec<Question> = red_flags()
        .iter()
        .flat_map(|flag| {
            flag.questions.iter().enumerate().map(|(index, question)| Question {
                item: &flag.id,
                index,
                ask: &question.ask,
                starred: flag.starred,
                level: Some(question.level),
            })
        })
        .collect();
    let asked = cautions().iter().filter(|c| is_asked(c, inputs));
    all.extend(asked.map(|caution| Question {
        item: &caution.id,
        index: 0,
        ask: &caution.ask,
        starred: false,
        level: Some(level_of(caution.effect)),
    }));
    all.sort_by_key(|question| std::cmp::Reverse(question.level));
    let consents = inputs.iter().filter_map(|input| input.consent.as_ref().map(|ask| (input, ask)));
    all.extend(consents.map(|(input, ask)| Question {
        item: &input.id,
        index: 0,
        ask,
        starred: false,
        level: None,
    }));
    all
}

/// What a yes to a caution counts as, for the person as a whole.
pub(super) fn level_of(effect: Effect) -> Level {
    match effect {
        Effect::SameDay => Level::SameDay,
        Effect::Doctor => Level::Doctor,
        Effect::Block | Effect::Postpone | Effect::Adapt | Effect::Consent => Level::Adapt,
    }
}

/// A file of answers that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnswersError {
    /// Not TOML.
    #[error("line {line}: {message}")]
    Syntax {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        message: String,
    },
    /// A key that no question has.
    #[error("`{key}` is no question{}", nearest.as_ref().map_or(String::new(), |n| format!("; is `{n}` meant?")))]
    UnknownKey {
        /// As written.
        key: String,
        /// A key spelt like it.
        nearest: Option<String>,
    },
    /// Something other than yes, no or unanswered.
    #[error("`{key}` is {found}")]
    NoAnswer {
        /// As written.
        key: String,
        /// What stands there.
        found: String,
    },
    /// More answers than the item has questions.
    #[error("`{key}` has {asked} question(s), but {given} answers")]
    TooMany {
        /// As written.
        key: String,
        /// Questions.
        asked: usize,
        /// Answers.
        given: usize,
    },
    /// An answer twice, under two spellings of one key.
    #[error("`{key}` is answered twice")]
    Twice {
        /// As written the second time.
        key: String,
    },
}

impl AnswersError {
    /// The next thing to try.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "one answer a line, such as RF-01 = \"no\"",
            Self::UnknownKey { .. } => {
                "`vagal check --template` prints every question with its key"
            }
            Self::NoAnswer { .. } => "answer \"yes\", \"no\" or \"unanswered\" (or true, false)",
            Self::TooMany { .. } => {
                "give one answer, or a list with one answer a question in their order"
            }
            Self::Twice { .. } => "leave one of the two lines",
        }
    }
}

/// What a person answered; whatever is not in it is unanswered.
///
/// ```
/// use vagal_core::Answer;
/// use vagal_guide::safety::Answers;
///
/// let answers = Answers::parse("RF-01 = \"no\"\nRF-06 = [\"no\", \"yes\"]\nconsent.massage = true").unwrap();
/// assert_eq!(answers.get("RF-06", 1), Answer::Yes);
/// assert_eq!(answers.get("RF-06", 2), Answer::Unanswered);
/// assert_eq!(answers.get("massage", 0), Answer::Yes);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    given: BTreeMap<(String, usize), Answer>,
}

impl Answers {
    /// The answers of somebody in whose way nothing stands: no to every red flag, caution and question of the rules, yes where
    /// consent is asked. For simulated people.
    pub fn of_the_untroubled() -> Self {
        let mut answers = Self::default();
        for question in questions(&inputs().iter().collect::<Vec<_>>()) {
            let answer = if question.is_consent() { Answer::Yes } else { Answer::No };
            answers.set(question.item, question.index, answer);
        }
        for question in rule_questions() {
            for index in 0..question.asks.len() {
                answers.set(&question.id, index, Answer::No);
            }
        }
        answers
    }

    /// The answer to a question of an item.
    pub fn get(&self, item: &str, index: usize) -> Answer {
        self.given.get(&(item.to_owned(), index)).copied().unwrap_or_default()
    }

    /// Records an answer.
    pub fn set(&mut self, item: &str, index: usize, answer: Answer) {
        self.given.insert((item.to_owned(), index), answer);
    }

    /// Reads a file of answers: `RF-01 = "no"`, `RF-06 = ["no", "yes", "no"]`, `consent.massage = true`,
    /// at the top or below `[answers]`.
    ///
    /// One answer to an item of several questions is the answer to all of them if it is a no, and to
    /// the first if it is a yes: which of the others is meant, it does not say.
    ///
    /// # Errors
    ///
    /// [`AnswersError`] with the key or line; nothing is passed over.
    pub fn parse(text: &str) -> Result<Self, AnswersError> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            let at = error.span().map_or(0, |span| span.start);
            let line = text.get(..at).unwrap_or(text).matches('\n').count() + 1;
            AnswersError::Syntax { line, message: error.message().trim().to_owned() }
        })?;
        let mut answers = Self::default();
        for (key, value) in &table {
            match (key.as_str(), value) {
                ("answers" | "red_flags" | "cautions", Value::Table(inner)) => {
                    answers.read(inner)?;
                }
                // Says what the file is, not how somebody is.
                ("schema", Value::String(_)) => {}
                _ => answers.read_one(key, value)?,
            }
        }
        Ok(answers)
    }

    fn read(&mut self, table: &toml::Table) -> Result<(), AnswersError> {
        table.iter().try_for_each(|(key, value)| self.read_one(key, value))
    }

    fn read_one(&mut self, key: &str, value: &Value) -> Result<(), AnswersError> {
        if key == "consent" && !value.is_table() {
            let answer = answer(key, value)?;
            for input in inputs().iter().filter(|i| i.consent.is_some()) {
                self.put(&input.id, 0, answer, key)?;
            }
            return Ok(());
        }
        if let ("consent", Value::Table(table)) = (key, value) {
            for (name, value) in table {
                let input = inputs().iter().find(|i| i.consent.is_some() && i.is_called(name));
                let input = input.ok_or_else(|| unknown(&format!("consent.{name}")))?;
                self.put(&input.id, 0, answer(&format!("consent.{name}"), value)?, name)?;
            }
            return Ok(());
        }
        let wanted = spelt_out(key);
        let flag = red_flags().iter().find(|f| f.id == wanted).map(|f| f.questions.len());
        let caution = cautions().iter().find(|c| c.id == wanted).map(|_| 1);
        let rule = rule_questions().iter().find(|q| q.id == wanted).map(|q| q.asks.len());
        let asked = flag.or(caution).or(rule).ok_or_else(|| unknown(key))?;
        let too_many = |given| AnswersError::TooMany { key: key.to_owned(), asked, given };
        match value {
            Value::Array(list) => {
                if list.len() > asked {
                    return Err(too_many(list.len()));
                }
                for (index, value) in list.iter().enumerate() {
                    self.put(&wanted, index, answer(key, value)?, key)?;
                }
            }
            Value::Table(table) => {
                for (number, value) in table {
                    let place = format!("{key}.{number}");
                    let index = number.parse::<usize>().ok().filter(|n| (1..=asked).contains(n));
                    let index = index.ok_or_else(|| unknown(&place))? - 1;
                    self.put(&wanted, index, answer(&place, value)?, &place)?;
                }
            }
            single => match answer(key, single)? {
                Answer::No => {
                    for index in 0..asked {
                        self.put(&wanted, index, Answer::No, key)?;
                    }
                }
                other => self.put(&wanted, 0, other, key)?,
            },
        }
        Ok(())
    }

    fn put(
        &mut self,
        item: &str,
        index: usize,
        answer: Answer,
        key: &str,
    ) -> Result<(), AnswersError> {
        match self.given.insert((item.to_owned(), index), answer) {
            None => Ok(()),
            Some(_) => Err(AnswersError::Twice { key: key.to_owned() }),
        }
    }

    /// The file of these answers for these inputs: every question as a remark, its answer below it.
    /// Without answers it is the form to fill in. [`Answers::parse`] reads it back.
    pub fn to_toml(&self, inputs: &[&'static Input]) -> String {
        let mut out = String::from(
            "# Answers for `vagal check --answers`: \"yes\", \"no\" or \"unanswered\". Unanswered is not no;\n\
             # a question marked * counts as \"see a doctor\" while it is open.\n",
        );
        let mut all = questions(inputs);
        all.sort_by_key(|q| (q.is_consent(), list_place(q.item), q.index));
        let mut group = "";
        for question in all {
            let title = heading(&question);
            if title != group {
                group = title;
                let _ = writeln!(out, "\n# --- {title}");
            }
            let star = if question.starred { "* " } else { "" };
            let key = if question.is_consent() {
                format!("consent.{}", question.item)
            } else if has_several(question.item) {
                format!("{}.{}", question.item, question.index + 1)
            } else {
                question.item.to_owned()
            };
            let answer = self.get(question.item, question.index).id();
            let _ = writeln!(out, "\n# {star}{}\n{key} = \"{answer}\"", question.ask);
        }
        out.push_str("\n# --- For `vagal guide` alone: what its rules need to know\n");
        for question in rule_questions() {
            for (index, ask) in question.asks.iter().enumerate() {
                let several = question.asks.len() > 1;
                let place = if several { format!(".{}", index + 1) } else { String::new() };
                let answer = self.get(&question.id, index).id();
                let _ = writeln!(out, "\n# {ask}\n{}{place} = \"{answer}\"", question.id);
            }
        }
        out
    }
}

/// What the questions of a form stand under.
fn heading(question: &Question) -> &'static str {
    if question.is_consent() {
        return "Consent: here a yes is what opens the input";
    }
    let flag = red_flags().iter().find(|f| f.id == question.item);
    match (flag.map(|f| f.group), question.item.split('-').next().unwrap_or_default()) {
        (Some(RedFlagGroup::NeckHeadNerve), _) => "Red flags: neck, head, nerves",
        (Some(RedFlagGroup::HeartCirculation), _) => "Red flags: heart and circulation",
        (None, "CF") => "Before cold on the face: not offered while one of these is open or yes",
        (None, "BR") => "Before slow breathing",
        (None, "MV") => "Before movement",
        (None, _) => "Before touch",
    }
}

fn list_place(item: &str) -> usize {
    let flag = red_flags().iter().position(|f| f.id == item);
    let caution = || cautions().iter().position(|c| c.id == item).map(|i| i + red_flags().len());
    flag.or_else(caution).unwrap_or(usize::MAX)
}

fn has_several(item: &str) -> bool {
    red_flags().iter().any(|f| f.id == item && f.questions.len() > 1)
}

/// `RF-01`, however it is written: `rf_1`, `RF01`.
fn spelt_out(key: &str) -> String {
    let plain: String =
        key.trim().to_uppercase().chars().filter(char::is_ascii_alphanumeric).collect();
    let digits = plain.trim_start_matches(|c: char| !c.is_ascii_digit());
    let letters = &plain[..plain.len() - digits.len()];
    format!("{letters}-{digits:0>2}")
}

fn unknown(key: &str) -> AnswersError {
    let wanted = spelt_out(key.split('.').next().unwrap_or_default());
    let ids = red_flags().iter().map(|f| &f.id).chain(cautions().iter().map(|c| &c.id));
    let ids = ids.chain(rule_questions().iter().map(|q| &q.id));
    // One letter or digit away: the keys have five characters.
    let apart = |id: &str| id.bytes().zip(wanted.bytes()).filter(|(a, b)| a != b).count();
    let near = ids.filter(|id| id.len() == wanted.len() && apart(id) <= 1);
    let nearest = near.min_by_key(|id| apart(id));
    AnswersError::UnknownKey { key: key.to_owned(), nearest: nearest.cloned() }
}

/// Yes, no or unanswered, in the words people use.
fn answer(key: &str, value: &Value) -> Result<Answer, AnswersError> {
    let found = match value {
        Value::Boolean(true) => return Ok(Answer::Yes),
        Value::Boolean(false) => return Ok(Answer::No),
        Value::String(words) => match words.trim().to_lowercase().as_str() {
            "yes" | "y" | "true" => return Ok(Answer::Yes),
            "no" | "n" | "false" => return Ok(Answer::No),
            "unanswered" | "unknown" | "don't know" | "don\u{2019}t know" | "not sure" | "skip"
            | "n/a" | "?" | "" => return Ok(Answer::Unanswered),
            _ => format!("\"{words}\""),
        },
        other => format!("of type {}", other.type_str()),
    };
    Err(AnswersError::NoAnswer { key: key.to_owned(), found })
}
