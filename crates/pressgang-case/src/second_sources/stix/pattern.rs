//! Patterns of STIX 2.1 that say that something has certain values.
//!
//! Only what can be taken for a list is read: comparisons with `=` and `IN`, joined by `AND` and `OR`. What says less
//! (`!=`, `LIKE`, `MATCHES`, `NOT`) or more (several observations together) names no contact and is an error, which is a
//! sentence.

use crate::second_sources::ListLimits;

/// One way in which a pattern can hold: what object it is about, and all values it has to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub object: String,
    /// Property and value.
    pub values: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Sign(char),
    Word(String),
    Text(String),
}

/// Reads a pattern.
pub(super) fn terms(pattern: &str, limits: &ListLimits) -> Result<Vec<Term>, String> {
    if pattern.len() > limits.pattern_bytes {
        return Err(format!("its pattern is longer than {} bytes", limits.pattern_bytes));
    }
    let tokens = tokens(pattern)?;
    let mut parser = Parser { tokens: &tokens, at: 0, depth: 0, most: limits.pattern_terms };
    let mut terms = parser.observation()?;
    while let Some(word) = parser.word() {
        match word.as_str() {
            "OR" => terms.extend(parser.observation()?),
            "AND" | "FOLLOWEDBY" => return Err("its pattern holds only where several things are observed".to_owned()),
            // When and how often it is observed does not matter to what it names.
            "WITHIN" | "REPEATS" | "START" | "STOP" | "SECONDS" | "TIMES" => {
                while matches!(parser.tokens.get(parser.at), Some(Token::Text(_))) {
                    parser.at += 1;
                }
            }
            number if number.parse::<f64>().is_ok() => {}
            other => return Err(format!("its pattern has {other:?} where it cannot be read")),
        }
    }
    if parser.at < tokens.len() {
        return Err("its pattern cannot be read to the end".to_owned());
    }
    Ok(terms)
}

fn tokens(pattern: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            c if c.is_whitespace() => {}
            '\'' => {
                let mut text = String::new();
                loop {
                    match chars.next() {
                        Some('\\') => text.extend(chars.next()),
                        Some('\'') => break,
                        Some(c) => text.push(c),
                        None => return Err("its pattern has a text without an end".to_owned()),
                    }
                }
                // `t'2023-01-01T00:00:00Z'` and the like: the letter says of what kind the text is.
                if matches!(tokens.last(), Some(Token::Word(word)) if ["t", "h", "b"].contains(&word.as_str())) {
                    tokens.pop();
                }
                tokens.push(Token::Text(text));
            }
            '[' | ']' | '(' | ')' | ',' | '=' | '!' | '<' | '>' => tokens.push(Token::Sign(c)),
            c => {
                let mut word = String::from(c);
                while let Some(&next) = chars.peek() {
                    if next.is_whitespace() || "[](),=!<>'".contains(next) {
                        break;
                    }
                    word.push(next);
                    chars.next();
                }
                tokens.push(Token::Word(word));
            }
        }
    }
    Ok(tokens)
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    depth: usize,
    most: usize,
}

/// Parentheses may stand within one another so deep.
const DEEPEST: usize = 32;

impl Parser<'_> {
    fn sign(&mut self, sign: char) -> bool {
        let found = self.tokens.get(self.at) == Some(&Token::Sign(sign));
        self.at += usize::from(found);
        found
    }

    fn word(&mut self) -> Option<String> {
        match self.tokens.get(self.at) {
            Some(Token::Word(word)) => {
                self.at += 1;
                Some(word.clone())
            }
            _ => None,
        }
    }

    fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> Result<T, String>) -> Result<T, String> {
        if self.depth == DEEPEST {
            return Err("its pattern has too many parentheses within one another".to_owned());
        }
        self.depth += 1;
        let found = inner(self);
        self.depth -= 1;
        found
    }

    fn observation(&mut self) -> Result<Vec<Term>, String> {
        if self.sign('(') {
            let mut terms = self.deeper(Self::observation)?;
            while self.tokens.get(self.at) == Some(&Token::Word("OR".to_owned())) {
                self.at += 1;
                terms.extend(self.deeper(Self::observation)?);
            }
            return if self.sign(')') { Ok(terms) } else { Err("its pattern lacks a parenthesis".to_owned()) };
        }
        if !self.sign('[') {
            return Err("its pattern has no observation in brackets".to_owned());
        }
        let terms = self.any_of()?;
        if self.sign(']') { Ok(terms) } else { Err("its pattern lacks a bracket".to_owned()) }
    }

    fn any_of(&mut self) -> Result<Vec<Term>, String> {
        let mut terms = self.all_of()?;
        while self.tokens.get(self.at) == Some(&Token::Word("OR".to_owned())) {
            self.at += 1;
            terms.extend(self.all_of()?);
            self.bounded(terms.len())?;
        }
        Ok(terms)
    }

    fn all_of(&mut self) -> Result<Vec<Term>, String> {
        let mut terms = self.comparison()?;
        while self.tokens.get(self.at) == Some(&Token::Word("AND".to_owned())) {
            self.at += 1;
            let more = self.comparison()?;
            self.bounded(terms.len().saturating_mul(more.len()))?;
            let mut both = Vec::with_capacity(terms.len() * more.len());
            for one in &terms {
                for other in more.iter().filter(|other| other.object == one.object) {
                    let values = one.values.iter().chain(&other.values).cloned().collect();
                    both.push(Term { object: one.object.clone(), values });
                }
            }
            terms = both;
        }
        Ok(terms)
    }

    fn bounded(&self, terms: usize) -> Result<(), String> {
        if terms > self.most {
            return Err(format!("its pattern has more than {} alternatives", self.most));
        }
        Ok(())
    }

    fn comparison(&mut self) -> Result<Vec<Term>, String> {
        if self.sign('(') {
            let terms = self.deeper(Self::any_of)?;
            return if self.sign(')') { Ok(terms) } else { Err("its pattern lacks a parenthesis".to_owned()) };
        }
        let path = self.word().ok_or("its pattern compares nothing")?;
        let Some((object, property)) = path.split_once(':') else {
            return Err(format!("its pattern has {path:?} where it cannot be read"));
        };
        let values = if self.sign('=') {
            vec![self.value()?]
        } else {
            match self.word().as_deref() {
                Some("IN") if self.sign('(') => {
                    let mut values = vec![self.value()?];
                    while self.sign(',') {
                        values.push(self.value()?);
                        self.bounded(values.len())?;
                    }
                    if !self.sign(')') {
                        return Err("its pattern lacks a parenthesis".to_owned());
                    }
                    values
                }
                _ => return Err("its pattern does not say which values it means".to_owned()),
            }
        };
        let term = |value: String| Term { object: object.to_owned(), values: vec![(property.to_owned(), value)] };
        Ok(values.into_iter().map(term).collect())
    }

    fn value(&mut self) -> Result<String, String> {
        match self.tokens.get(self.at) {
            Some(Token::Text(text)) => {
                self.at += 1;
                Ok(text.clone())
            }
            Some(Token::Word(word)) => {
                self.at += 1;
                Ok(word.clone())
            }
            _ => Err("its pattern compares with nothing".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the terms, written as `object property=value ...`.
    #[track_caller]
    fn check(pattern: &str, expected: &[&str]) {
        let shown = match terms(pattern, &ListLimits::standard()) {
            Ok(terms) => terms
                .iter()
                .map(|t| {
                    let values: Vec<String> = t.values.iter().map(|(p, v)| format!(" {p}={v}")).collect();
                    format!("{}{}", t.object, values.concat())
                })
                .collect(),
            Err(reason) => vec![reason],
        };
        assert_eq!(shown, expected, "{pattern}");
    }

    #[test]
    fn values_are_named() {
        check("[email-addr:value = 'a@b.example']", &["email-addr value=a@b.example"]);
        check("[url:value IN ('a', 'b')]", &["url value=a", "url value=b"]);
        check(
            "[user-account:account_type='telegram' AND user-account:account_login='x'] WITHIN 5 SECONDS",
            &["user-account account_type=telegram account_login=x"],
        );
        check(
            "[user-account:account_type='telegram' AND (user-account:account_login='x' OR user-account:account_login='y')]",
            &[
                "user-account account_type=telegram account_login=x",
                "user-account account_type=telegram account_login=y",
            ],
        );
        check("[url:value='it\\'s \\\\'] OR ([email-addr:value='z'])", &["url value=it's \\", "email-addr value=z"]);
        check("[url:value='a'] START t'2023-01-01T00:00:00Z' STOP t'2024-01-01T00:00:00Z'", &["url value=a"]);
    }

    #[test]
    fn what_names_no_value_is_refused() {
        check("[url:value LIKE '%a%']", &["its pattern does not say which values it means"]);
        check("[url:value != 'a']", &["its pattern does not say which values it means"]);
        check("[NOT url:value = 'a']", &["its pattern has \"NOT\" where it cannot be read"]);
        check("[url:value='a'] AND [url:value='b']", &["its pattern holds only where several things are observed"]);
        check("[url:value='a", &["its pattern has a text without an end"]);
        check("[url:value='a'", &["its pattern lacks a bracket"]);
        check("", &["its pattern has no observation in brackets"]);
        check("[url:value='a' AND email-addr:value='b']", &[]);
        check(&"(".repeat(10_000), &["its pattern has too many parentheses within one another"]);
        let wide = format!("[{}]", ["(a:b='1' OR a:b='2')"; 12].join(" AND "));
        check(&wide, &["its pattern has more than 1000 alternatives"]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(pattern in r"[\[\]()=!,' \\a-z:A-Z0-9]{0,80}") {
            let _ = terms(&pattern, &ListLimits::standard());
        }
    }
}
