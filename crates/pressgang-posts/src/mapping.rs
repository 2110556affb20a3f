//! Which column of a generic file holds which field of a post.

use std::collections::BTreeMap;

use thiserror::Error;

/// A field of a post that a generic file can give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Field {
    Id,
    Platform,
    Text,
    CreatedAt,
    AuthorId,
    AuthorHandle,
    AuthorName,
    Url,
    Lang,
    Views,
    Likes,
    Shares,
    Comments,
    ReplyTo,
    RepostOf,
    QuoteOf,
    CollectedAt,
    Links,
    Hashtags,
    Mentions,
    Media,
    IsRepost,
    QuotedText,
    CreatedAtLocal,
}

impl Field {
    pub(crate) const ALL: [Field; 24] = [
        Field::Id,
        Field::Platform,
        Field::Text,
        Field::CreatedAt,
        Field::AuthorId,
        Field::AuthorHandle,
        Field::AuthorName,
        Field::Url,
        Field::Lang,
        Field::Views,
        Field::Likes,
        Field::Shares,
        Field::Comments,
        Field::ReplyTo,
        Field::RepostOf,
        Field::QuoteOf,
        Field::CollectedAt,
        Field::Links,
        Field::Hashtags,
        Field::Mentions,
        Field::Media,
        Field::IsRepost,
        Field::QuotedText,
        Field::CreatedAtLocal,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::Platform => "platform",
            Field::Text => "text",
            Field::CreatedAt => "created_at",
            Field::AuthorId => "author_id",
            Field::AuthorHandle => "author_handle",
            Field::AuthorName => "author_name",
            Field::Url => "url",
            Field::Lang => "lang",
            Field::Views => "views",
            Field::Likes => "likes",
            Field::Shares => "shares",
            Field::Comments => "comments",
            Field::ReplyTo => "reply_to",
            Field::RepostOf => "repost_of",
            Field::QuoteOf => "quote_of",
            Field::CollectedAt => "collected_at",
            Field::Links => "links",
            Field::Hashtags => "hashtags",
            Field::Mentions => "mentions",
            Field::Media => "media",
            Field::IsRepost => "is_repost",
            Field::QuotedText => "quoted_text",
            Field::CreatedAtLocal => "created_at_local",
        }
    }
}

/// A word that names no field of a post.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("unknown field {name:?}; known are {}, platform_value", Mapping::fields().collect::<Vec<_>>().join(", "))]
pub struct UnknownField {
    /// The word.
    pub name: String,
}

/// Which column holds which field, for CSV, NDJSON and Parquet files whose columns have unusual names.
///
/// Fields that are not named here are found by their usual names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    columns: BTreeMap<Field, String>,
    platform_value: Option<String>,
}

impl Mapping {
    /// The words that [`Mapping::set`] knows, without `platform_value`.
    pub fn fields() -> impl Iterator<Item = &'static str> {
        Field::ALL.into_iter().map(Field::name)
    }

    /// Says which column holds a field.
    ///
    /// Columns inside objects are written with a dot (`user.name`).
    /// An empty column means that the field is not read at all, even where a column has its usual name.
    /// The field `platform_value` takes the platform of every post in the file instead of a column.
    pub fn set(&mut self, field: &str, column: &str) -> Result<(), UnknownField> {
        if field == "platform_value" {
            self.platform_value = Some(column.to_owned()).filter(|value| !value.is_empty());
            return Ok(());
        }
        let Some(known) = Field::ALL.into_iter().find(|known| known.name() == field) else {
            return Err(UnknownField { name: field.to_owned() });
        };
        self.columns.insert(known, column.to_owned());
        Ok(())
    }

    /// This mapping with one more column; see [`Mapping::set`].
    pub fn with(mut self, field: &str, column: &str) -> Result<Mapping, UnknownField> {
        self.set(field, column)?;
        Ok(self)
    }

    /// The column that was set for a field.
    pub fn get(&self, field: &str) -> Option<&str> {
        let known = Field::ALL.into_iter().find(|known| known.name() == field)?;
        self.column(known)
    }

    /// The platform of every post in the file.
    pub fn platform_value(&self) -> Option<&str> {
        self.platform_value.as_deref()
    }

    /// True if and only if nothing was set.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty() && self.platform_value.is_none()
    }

    /// True if and only if it says of at least one field where it stands.
    pub(crate) fn names_columns(&self) -> bool {
        self.named().next().is_some()
    }

    /// The fields with the columns they were said to stand in.
    pub(crate) fn named(&self) -> impl Iterator<Item = (Field, &str)> {
        self.columns.iter().filter(|(_, column)| !column.is_empty()).map(|(&field, column)| (field, column.as_str()))
    }

    pub(crate) fn column(&self, field: Field) -> Option<&str> {
        self.columns.get(&field).map(String::as_str)
    }
}
