//! What goes wrong, and how often. A plan belongs to one post and counts the requests for it.

use super::chance::Chance;
use super::http::{Reply, Way};
use super::words::{Language, Message, page, say};

/// One thing that can happen to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// 429, with seconds to wait where they are said.
    TooMany(Option<u32>),
    /// 503 or 502 from whatever stands before the platform.
    Busy(u16),
    /// To the platform's page to log in.
    LogIn,
    /// To prove that one is a person, with this status.
    Captcha(u16),
    /// Refused for a policy of the network's, as Reddit does since 2024.
    Blocked,
    /// Being worked on, with this status.
    Maintenance(u16),
    /// Cookies first.
    Consent,
    /// Nothing, well served.
    Empty,
    /// Bytes that are neither text nor JSON.
    Garbage,
    /// HTML where the platform would answer otherwise.
    Html,
    /// The platform's home page, as if that had been asked for.
    Home,
    /// Another post's answer.
    Other,
    /// Said to be gone, in the platform's own way, though it may be up.
    AsGone,
    /// A bare 404 or 410 of whatever stands before the platform.
    BareGone(u16),
    /// The true answer, sent in a way of its own.
    Sent(Way),
    /// The true answer with a wrong type.
    WrongType,
    /// The true answer followed by megabytes of nothing.
    Huge,
}

impl Fault {
    /// True if the true answer reaches whoever asks, if only he waits and reads.
    pub fn is_harmless(self) -> bool {
        matches!(self, Fault::WrongType | Fault::Huge | Fault::Sent(Way::Whole | Way::Chunked | Way::Drip))
    }

    /// What is answered where it is not for the platform to say.
    pub fn reply(self, language: Language, chance: &mut Chance) -> Option<Reply> {
        let way = chance.below(9);
        let said = |status, message| {
            let text = say(message, language, way);
            Reply::html(status, page(language, text, "", &format!("<h1>{text}</h1>")))
        };
        Some(match self {
            Fault::TooMany(after) => {
                let reply = if chance.percent(50) {
                    said(429, Message::TooMany)
                } else {
                    Reply::new(429, "application/json", r#"{"errors":[{"code":88,"message":"Rate limit exceeded"}]}"#)
                };
                match after {
                    Some(after) => reply.with("Retry-After", after.to_string()),
                    None => reply,
                }
            }
            Fault::Busy(status) => Reply::html(
                status,
                format!(
                    "<html><head><title>{status}</title></head><body><center><h1>{status} Service Temporarily \
                         Unavailable</h1></center><hr><center>nginx</center></body></html>"
                ),
            ),
            Fault::Captcha(status) => {
                let text = say(Message::Captcha, language, chance.below(9));
                let wait = "<title>Just a moment...</title><meta name=\"robots\" content=\"noindex,nofollow\">";
                let body = format!(
                    "<!DOCTYPE html><html lang=\"{}\"><head>{wait}</head><body><h1>{text}</h1><div class=\"g-recaptcha\" \
                     data-sitekey=\"6Lc0\"></div><script src=\"/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1\">\
                     </script></body></html>",
                    language.code()
                );
                Reply::html(status, body).with("cf-mitigated", "challenge").with("Server", "cloudflare")
            }
            Fault::Blocked => Reply::html(
                403,
                "<!doctype html>\n<html><head><title>Blocked</title></head><body><h1>whoa there, pardner!</h1><p>Your request \
                 has been blocked due to a network policy.</p><p>Try logging in or creating an account <a href=/login/>here</a> \
                 to get back to browsing.</p></body></html>",
            ),
            Fault::Maintenance(status) => said(status, Message::Maintenance),
            Fault::Consent => said(200, Message::Consent),
            Fault::Empty => Reply::html(200, ""),
            Fault::Garbage => {
                let bytes: Vec<u8> = (0..700).map(|_| chance.next() as u8).collect();
                Reply::new(200, "application/octet-stream", bytes)
            }
            Fault::Html => {
                let name = ["Example", "Welcome", "OK"][chance.below(3)];
                Reply::html(200, page(language, name, "", "<div id=\"root\"></div><script src=\"/main.js\"></script>"))
            }
            Fault::BareGone(status) => {
                let reason = if status == 404 { "404 Not Found" } else { "410 Gone" };
                Reply::html(
                    status,
                    format!(
                        "<html>\r\n<head><title>{reason}</title></head>\r\n<body>\r\n<center><h1>{reason}</h1></center>\
                             \r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
                    ),
                )
            }
            Fault::LogIn
            | Fault::Home
            | Fault::Other
            | Fault::AsGone
            | Fault::Sent(_)
            | Fault::WrongType
            | Fault::Huge => return None,
        })
    }
}

/// What happens to the requests for one post, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// One a request; honest afterwards.
    pub first: Vec<Fault>,
    /// Instead of honesty.
    pub then: Option<Fault>,
}

/// How a plan is to be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Honest,
    /// Trouble that passes.
    Trouble,
    /// One answer that is not true.
    Lie,
    /// True answers that come in an odd way.
    Odd,
    /// The truth is never told.
    Never,
}

impl Plan {
    pub fn at(&self, number: usize) -> Option<Fault> {
        self.first.get(number).copied().or(self.then)
    }

    pub fn kind(&self) -> Kind {
        let is_lie = |fault: &Fault| {
            matches!(fault, Fault::AsGone | Fault::BareGone(_) | Fault::Home | Fault::Other | Fault::Empty)
        };
        match (&self.then, self.first.as_slice()) {
            (Some(then), _) if !then.is_harmless() => Kind::Never,
            (Some(_), _) => Kind::Odd,
            (None, []) => Kind::Honest,
            (None, first) if first.iter().any(is_lie) => Kind::Lie,
            (None, _) => Kind::Trouble,
        }
    }

    /// Half of all posts are answered honestly; every fifteenth or so meets one lie, every twelfth never the truth.
    pub fn draw(chance: &mut Chance) -> Plan {
        let trouble = [
            Fault::TooMany(None),
            Fault::TooMany(Some(0)),
            Fault::TooMany(Some(1)),
            Fault::Busy(503),
            Fault::Busy(502),
            Fault::LogIn,
            Fault::Captcha(403),
            Fault::Captcha(503),
            Fault::Captcha(200),
            Fault::Blocked,
            Fault::Maintenance(503),
            Fault::Maintenance(200),
            Fault::Consent,
            Fault::Garbage,
            Fault::Html,
            Fault::Sent(Way::CutLength),
            Fault::Sent(Way::CutChunks),
            Fault::Sent(Way::CutHead),
            Fault::Sent(Way::Dropped),
            Fault::Sent(Way::Crawl),
        ];
        let lies = [
            Fault::AsGone,
            Fault::AsGone,
            Fault::BareGone(404),
            Fault::BareGone(410),
            Fault::Home,
            Fault::Other,
            Fault::Empty,
        ];
        let odd = [Fault::Sent(Way::Chunked), Fault::Sent(Way::Drip), Fault::WrongType, Fault::Huge];
        let never = [
            Fault::LogIn,
            Fault::Captcha(403),
            Fault::Captcha(200),
            Fault::Captcha(429),
            Fault::Blocked,
            Fault::Maintenance(200),
            Fault::Maintenance(503),
            Fault::Consent,
            Fault::Empty,
            Fault::Garbage,
            Fault::Html,
            Fault::Home,
            Fault::Other,
            Fault::Sent(Way::CutHead),
        ];
        let of = |first: Vec<Fault>, then| Plan { first, then };
        match chance.below(100) {
            0..50 => Plan::default(),
            50..70 => of(vec![*chance.one(&trouble)], None),
            70..76 => of(vec![Fault::Busy(503), *chance.one(&[Fault::Busy(503), Fault::TooMany(None)])], None),
            76..83 => of(vec![*chance.one(&lies)], None),
            83..92 => of(Vec::new(), Some(*chance.one(&odd))),
            _ => of(Vec::new(), Some(*chance.one(&never))),
        }
    }
}
