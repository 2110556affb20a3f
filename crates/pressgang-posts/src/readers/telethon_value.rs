//! Values of the Telegram API as its exports write them: plain, or in the notation of MongoDB.

use crate::Timestamp;
use crate::json::{Object, Raw};

/// Exports of MongoDB wrap numbers and times (`{"$numberLong": "5"}`, `{"$date": {"$numberLong": "5"}}`).
const WRAPS: [&str; 5] = ["$numberLong", "$numberInt", "$numberDouble", "$date", "$oid"];

/// A value without its wrapping.
pub(crate) fn plain(raw: Raw<'_>) -> Raw<'_> {
    let inner = |raw| inside(raw).unwrap_or(raw);
    inner(inner(raw))
}

fn inside(raw: Raw<'_>) -> Option<Raw<'_>> {
    let object = raw.object()?;
    WRAPS.into_iter().find_map(|wrap| object.get(wrap))
}

/// The id of the record itself.
pub(crate) fn id(object: &Object<'_>, key: &str) -> Result<Option<String>, String> {
    object.get(key).map(plain).map_or(Ok(None), Raw::id)
}

/// The id of something else.
pub(crate) fn other_id(object: &Object<'_>, key: &str) -> Option<String> {
    id(object, key).ok().flatten()
}

pub(crate) fn count(object: &Object<'_>, key: &str) -> Option<u64> {
    object.get(key).map(plain).and_then(Raw::count)
}

/// A time; Telethon's own have no zone once they went through `str`, and are in UTC.
pub(crate) fn time(object: &Object<'_>, key: &str) -> Result<Option<Timestamp>, String> {
    let Some(raw) = object.get(key) else { return Ok(None) };
    plain(raw).time().map(Some).ok_or_else(|| format!("{key} is no known form of time"))
}

/// Who or what a message is in or from; the number is that of its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Peer {
    /// A channel or a large group.
    Channel(String),
    /// A small group of the old kind, never public.
    Group(String),
    User(String),
}

/// Bots and some libraries count channels down from here.
const CHANNELS: i64 = -1_000_000_000_000;

impl Peer {
    /// `PeerChannel` and its like, or a bare number as bots know it.
    pub(crate) fn of(raw: Raw<'_>) -> Option<Peer> {
        let bare = plain(raw);
        let Some(object) = bare.object() else { return Peer::of_number(&bare.id().ok()??) };
        if let Some(number) = other_id(&object, "channel_id") {
            return Some(Peer::of_channel(number));
        }
        if let Some(number) = other_id(&object, "chat_id") {
            return Some(Peer::Group(number));
        }
        other_id(&object, "user_id").map(Peer::User)
    }

    /// A channel by its number, which some tools write as bots know it.
    pub(crate) fn of_channel(number: String) -> Peer {
        match Peer::of_number(&number) {
            Some(Peer::Channel(number)) => Peer::Channel(number),
            _ => Peer::Channel(number),
        }
    }

    fn of_number(number: &str) -> Option<Peer> {
        let signed: i64 = number.parse().ok()?;
        match signed {
            0 => None,
            1.. => Some(Peer::User(number.to_owned())),
            _ if signed < CHANNELS => signed.checked_neg()?.checked_add(CHANNELS).map(|n| Peer::Channel(n.to_string())),
            _ => Some(Peer::Group(signed.unsigned_abs().to_string())),
        }
    }

    pub(crate) fn number(&self) -> &str {
        match self {
            Peer::Channel(number) | Peer::Group(number) | Peer::User(number) => number,
        }
    }

    /// The id of the account, as exports of Telegram Desktop write it.
    pub(crate) fn account(&self) -> String {
        match self {
            Peer::Channel(number) => format!("channel{number}"),
            Peer::Group(number) => format!("chat{number}"),
            Peer::User(number) => format!("user{number}"),
        }
    }
}
