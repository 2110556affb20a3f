//! The words for what an answer is and for what was decided.

/// What an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnswerKind {
    /// A confirmation that the notice arrived (Article 16(4)).
    Receipt,
    /// What was decided on it (Article 16(5)).
    Decision,
    /// The outcome of a complaint, or which redress there is.
    Redress,
    /// Anything else in words, such as an answer to a request for comment.
    Text,
    /// Nothing had come by a time.
    Silence,
}

impl AnswerKind {
    const ALL: [AnswerKind; 5] =
        [AnswerKind::Receipt, AnswerKind::Decision, AnswerKind::Redress, AnswerKind::Text, AnswerKind::Silence];

    /// The word used in the ledger and in output.
    pub fn as_str(self) -> &'static str {
        match self {
            AnswerKind::Receipt => "receipt",
            AnswerKind::Decision => "decision",
            AnswerKind::Redress => "redress",
            AnswerKind::Text => "text",
            AnswerKind::Silence => "silence",
        }
    }

    /// The kind a word stands for.
    pub fn named(word: &str) -> Option<AnswerKind> {
        AnswerKind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// What was decided on a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DecisionWord {
    /// The post was removed.
    Removed,
    /// Access to it was disabled, as in one country.
    Disabled,
    /// It was made harder to find, labelled, or earns nothing any more.
    Restricted,
    /// The account was suspended or ended.
    AccountSuspended,
    /// It stays as it is.
    Kept,
    /// Something that is none of these.
    Other,
}

impl DecisionWord {
    /// All, in the order in which reports list them.
    pub const ALL: [DecisionWord; 6] = [
        DecisionWord::Removed,
        DecisionWord::Disabled,
        DecisionWord::Restricted,
        DecisionWord::AccountSuspended,
        DecisionWord::Kept,
        DecisionWord::Other,
    ];

    /// The word used in the ledger and in output.
    pub fn as_str(self) -> &'static str {
        match self {
            DecisionWord::Removed => "removed",
            DecisionWord::Disabled => "disabled",
            DecisionWord::Restricted => "restricted",
            DecisionWord::AccountSuspended => "account_suspended",
            DecisionWord::Kept => "kept",
            DecisionWord::Other => "other",
        }
    }

    /// The decision a word stands for.
    pub fn named(word: &str) -> Option<DecisionWord> {
        DecisionWord::ALL.into_iter().find(|decision| decision.as_str() == word)
    }

    /// Whether the platform acted on the notice; `None` where the word does not say.
    pub fn acted(self) -> Option<bool> {
        match self {
            DecisionWord::Kept => Some(false),
            DecisionWord::Other => None,
            _ => Some(true),
        }
    }
}
