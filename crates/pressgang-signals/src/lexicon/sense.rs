//! What the phrases of lexicons mean.

/// What a phrase of a lexicon means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sense {
    /// A person doing the work of this ISCO-08 code.
    Role(Isco),
    /// The reader is called to act.
    Invitation,
    /// Hiring is announced.
    Vacancy,
    /// The work is war.
    Combat,
    /// Salary, pay, income.
    Pay,
    /// Marks an age.
    Age,
    /// Marks the length of a contract.
    Term,
    /// Stands before a phone number.
    Phone,
    /// Asks to follow or subscribe to what is named next.
    Follow,
    /// Turns the invitation right behind it into its opposite.
    Negation,
    /// The writer warns against it.
    Warning,
    /// The writer reports about it.
    Reporting,
    /// The writer jokes.
    Joke,
    /// Something given besides pay.
    Benefit(Benefit),
    /// What follows is a price, not pay.
    Price,
    /// What follows is charged to the reader, or turned over by somebody.
    Charge,
    /// Stands behind an amount that is no pay: what is deducted, turned over, paid by the piece.
    NotPay,
    /// What is counted or measured: a range before it is no range of ages.
    Unit,
    /// Opens a post that sells, lets or hands over something, or looks for something lost.
    Market,
    /// Marks a man, a woman or people in general: a range of ages behind it needs no other word.
    Person,
    /// Multiplies a figure.
    Multiplier(u64),
    /// Half of the multiplying word before it more.
    Half,
    /// Lakhs of rupees a year ("6 LPA").
    LakhsAYear,
    /// Says what an amount is.
    Kind(PayKind),
    /// Says what time an amount is for.
    Period(Period),
    /// A currency, as the three bytes of its ISO 4217 code.
    Currency([u8; 3]),
    /// A country, as the two bytes of its ISO 3166-1 code.
    Country([u8; 2]),
    /// Before a lower bound.
    From,
    /// The same before an age, but "of" before an amount.
    FromAge,
    /// Says by itself that an age is the youngest ("or older").
    Older,
    /// Says by itself that an age is the oldest ("not older than").
    Younger,
    /// Before an upper bound.
    To,
    /// "And", before an upper bound only where "between" stands before the lower one.
    And,
    /// A spoken `@`.
    At,
    /// A spoken dot.
    Dot,
    /// A spoken plus.
    Plus,
    /// A spoken hyphen.
    Dash,
    /// A spoken underscore.
    Underscore,
    /// A spoken slash.
    Slash,
    /// A number in words, below 1000.
    Number(u16),
    /// The next digit counts so many times ("double five").
    Repeat(u8),
    /// The name of a service on which people are reached.
    Service(Service),
    /// Asks to write to what is named next.
    Write,
    /// What is named next is only where something comes from.
    Source,
    /// What has a number of its own that is no phone: an order, a ticket, a passport.
    Numbered,
    /// A digit in the plural: what it follows says how many of it there are ("three zeros").
    Plural(u8),
    /// The word that makes hundreds of the digit before it ("nine hundred").
    Hundred,
    /// Who may apply, and what is asked for.
    Condition(Condition),
}

/// An ISCO-08 code: four digits kept as text, because leading zeros matter (0310 is armed forces, other ranks).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Isco([u8; 4]);

impl Isco {
    /// Armed forces occupations, other ranks.
    pub const FIGHTER: Isco = Isco(*b"0310");

    /// Reads four digits.
    pub fn parse(text: &str) -> Option<Isco> {
        let bytes: [u8; 4] = text.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_digit).then_some(Isco(bytes))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Returns true for armed forces occupations (major group 0).
    pub fn is_military(self) -> bool {
        self.0[0] == b'0'
    }
}

impl std::fmt::Debug for Isco {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }
        impl $name {
            /// The word used in data files, tables and output.
            pub fn as_str(self) -> &'static str { match self { $($name::$variant => $word),+ } }
            /// The variant with this word.
            pub fn named(word: &str) -> Option<$name> { match word { $($word => Some($name::$variant),)+ _ => None } }
        }
    };
}

words! {
    /// What is given besides pay.
    Benefit {
        /// Life or health insurance.
        Insurance = "insurance",
        /// Medical care.
        Medical = "medical",
        /// Paid leave.
        Leave = "leave",
        /// Housing.
        Housing = "housing",
        /// Training.
        Training = "training",
        /// Paid travel.
        Travel = "travel",
        /// Uniform, equipment, weapons.
        Equipment = "equipment",
        /// Benefits for the family.
        Family = "family",
        /// Citizenship.
        Citizenship = "citizenship",
        /// Amnesty.
        Amnesty = "amnesty",
    }
}

words! {
    /// A service on which people are reached.
    Service {
        /// Telegram.
        Telegram = "telegram",
        /// WhatsApp.
        Whatsapp = "whatsapp",
        /// Viber.
        Viber = "viber",
        /// Signal.
        Signal = "signal",
        /// Instagram.
        Instagram = "instagram",
        /// VK.
        Vk = "vk",
        /// E-mail.
        Email = "email",
    }
}

words! {
    /// Who may apply, and what is asked for.
    Condition {
        /// Citizenship or nationality matters, or expressly does not.
        Nationality = "nationality",
        /// A criminal record is no obstacle.
        RecordAccepted = "record_accepted",
        /// A clean record is asked for.
        RecordClean = "record_clean",
        /// No experience is needed.
        NoExperience = "no_experience",
        /// Experience is asked for.
        Experience = "experience",
        /// Papers to bring.
        Documents = "documents",
        /// Health or fitness.
        Health = "health",
        /// Until when one may apply.
        Deadline = "deadline",
    }
}

words! {
    /// What an amount is paid for.
    PayKind {
        /// Regular pay.
        Salary = "salary",
        /// A bonus or sign-on payment.
        Bonus = "bonus",
        /// A payment for injury.
        Injury = "injury",
        /// A payment on death.
        Death = "death",
    }
}

words! {
    /// The time an amount is for.
    Period {
        /// Per hour.
        Hour = "hour",
        /// Per day.
        Day = "day",
        /// Per week.
        Week = "week",
        /// Per month.
        Month = "month",
        /// Per year.
        Year = "year",
        /// Once.
        Once = "once",
    }
}
