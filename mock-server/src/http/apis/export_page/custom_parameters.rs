//! The parameters of a custom export (page: Form Data Export; facts B.3).

use super::{
    asked_users::asked_users,
    day,
    parameters::{BadValue, FormParameters},
};
use crate::{
    file_format::{Format, UnknownFormat},
    http::call::query::Query,
    quirks::{Choices, CustomExportLimit, CustomExportToken, CustomExportType, CustomExportWindow},
    selection::{days::AskedDays, users::AskedUsers},
    world::custom_export::definition::{CustomExport, Subject},
};

/// What the parameters say; each may be refused on its own.
#[derive(Clone, Debug)]
pub struct CustomParameters {
    /// Whether `type` is what the export is.
    pub kind: Result<(), WrongType>,
    /// The format; that of the export where none is asked for.
    pub format: Result<Format, UnknownFormat>,
    /// The token; empty means absent.
    pub previous_export: Option<String>,
    /// Duplicates and errors too; `None` where the request does not say.
    pub include_errors: Result<Option<bool>, BadValue>,
    /// The longest header.
    pub max_column_size: Result<i64, BadValue>,
    /// Whose data.
    pub users: AskedUsers,
    /// Which days; what is no day is refused where days count.
    pub days: Result<AskedDays, String>,
    /// Which application; empty asks for forms of none.
    pub app_id: Option<String>,
    /// How many documents there may be at most.
    pub most: Option<usize>,
}

/// A `type` that is not the export's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrongType {
    /// It is the other one, or absent where that means `form`.
    #[error("type={given} while this is an export of {is}s: add type={is} to the address")]
    Other {
        /// What was asked for.
        given: &'static str,
        /// What the export is.
        is: &'static str,
    },
    /// It is no type at all.
    #[error("type={0:?} is neither form nor case")]
    Unknown(String),
}

impl CustomParameters {
    /// Reads them all, as far as these choices look at them.
    #[must_use]
    pub fn of(query: &Query, export: &CustomExport, choices: &Choices) -> Self {
        let form = FormParameters::of(query, choices);
        let given = query.get("include_errors").is_some();
        Self {
            kind: kind(query, export, choices.custom_export_type),
            format: format(query, export, choices.custom_export_token),
            previous_export: form.previous_export,
            include_errors: form.include_errors.map(|asked| given.then_some(asked)),
            max_column_size: form.max_column_size,
            users: asked_users(query),
            days: days(query, choices.custom_export_window),
            app_id: query.get("app_id").map(str::to_owned),
            most: most(query, choices.custom_export_limit),
        }
    }
}

fn kind(query: &Query, export: &CustomExport, rule: CustomExportType) -> Result<(), WrongType> {
    let is = export.subject.word();
    let given = match query.get("type") {
        Some("form") => "form",
        Some("case") => "case",
        Some(other) => return Err(WrongType::Unknown(other.to_owned())),
        None if rule == CustomExportType::Optional => is,
        None => "form",
    };
    if given == is {
        return Ok(());
    }
    Err(WrongType::Other { given, is })
}

/// All six where the page is followed, though cases have no XML; else the five made of tables.
fn format(
    query: &Query,
    export: &CustomExport,
    rule: CustomExportToken,
) -> Result<Format, UnknownFormat> {
    let honoured = rule == CustomExportToken::AsFormExport;
    let word = match query.get("format") {
        None => return Ok(export.default_format),
        Some("") if !honoured => return Ok(export.default_format),
        Some(word) => word,
    };
    let format = word.parse()?;
    let no_raw = !honoured || matches!(export.subject, Subject::Case { .. });
    if format == Format::Raw && no_raw {
        return Err(UnknownFormat(word.to_owned()));
    }
    Ok(format)
}

fn most(query: &Query, rule: CustomExportLimit) -> Option<usize> {
    match rule {
        CustomExportLimit::Ignored => None,
        CustomExportLimit::OneMore => {
            let limit: usize = query.get("limit")?.parse().ok()?;
            (limit > 0).then(|| limit.saturating_add(1))
        }
    }
}

fn days(query: &Query, rule: CustomExportWindow) -> Result<AskedDays, String> {
    if rule == CustomExportWindow::AllData {
        return Ok(AskedDays::default());
    }
    let given = |key| query.get(key).filter(|text| !text.is_empty());
    Ok(AskedDays {
        first: given("startdate").map(day::read).transpose()?,
        last: given("enddate").map(day::read).transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quirks::Profile;
    use proptest::prelude::*;

    fn export(subject: Subject) -> CustomExport {
        CustomExport {
            id: "x".to_owned(),
            name: "n".to_owned(),
            subject,
            tables: Vec::new(),
            default_format: Format::Html,
            include_errors: false,
            safe_for_deid: false,
        }
    }

    fn forms() -> CustomExport {
        export(Subject::Form {
            xmlns: "x".to_owned(),
        })
    }

    fn cases() -> CustomExport {
        export(Subject::Case { case_type: None })
    }

    fn read(text: &str, export: &CustomExport, profile: Profile) -> CustomParameters {
        let query = Query::of(text.as_bytes());
        CustomParameters::of(&query, export, &Choices::of(profile))
    }

    #[test]
    fn the_type_may_be_left_out_where_the_page_is_followed() {
        let kind = |text, export: &CustomExport, profile| read(text, export, profile).kind;
        for profile in Profile::ALL {
            assert_eq!(kind("", &forms(), profile), Ok(()));
            assert_eq!(kind("type=form", &forms(), profile), Ok(()));
            assert_eq!(kind("type=case", &cases(), profile), Ok(()));
            assert!(kind("type=case", &forms(), profile).is_err());
            assert!(kind("type=form", &cases(), profile).is_err());
            let unknown = Err(WrongType::Unknown("x".to_owned()));
            assert_eq!(kind("type=x", &forms(), profile), unknown);
            let absent = kind("", &cases(), profile);
            assert_eq!(absent.is_ok(), profile == Profile::Documented);
        }
    }

    #[test]
    fn the_format_is_the_exports_own_unless_asked_for() {
        let format = |text, export: &CustomExport, profile| read(text, export, profile).format.ok();
        for profile in Profile::ALL {
            let documented = profile == Profile::Documented;
            assert_eq!(format("", &forms(), profile), Some(Format::Html));
            assert_eq!(format("format=csv", &cases(), profile), Some(Format::Csv));
            assert_eq!(format("format=CSV", &forms(), profile), None);
            assert_eq!(format("format=raw", &cases(), profile), None);
            let raw = format("format=raw", &forms(), profile);
            assert_eq!(raw, documented.then_some(Format::Raw));
            let empty = format("format=", &forms(), profile);
            assert_eq!(empty, (!documented).then_some(Format::Html));
        }
    }

    #[test]
    fn days_are_read_where_they_count() {
        let days = |text, profile| read(text, &forms(), profile).days;
        let bad = "startdate=x&enddate=2014-01-31";
        assert_eq!(days(bad, Profile::Documented), Ok(AskedDays::default()));
        assert!(days(bad, Profile::Hq2013).unwrap_err().contains("'x'"));
        let read = days("startdate=&enddate=2014-01-31", Profile::Hq2015).unwrap();
        assert_eq!(
            (read.first, read.last),
            (None, Some(jiff::civil::date(2014, 1, 31)))
        );
    }

    #[test]
    fn whether_errors_were_asked_for_is_known() {
        let errors = |text| read(text, &forms(), Profile::Documented).include_errors;
        assert_eq!(errors(""), Ok(None));
        assert_eq!(errors("include_errors=False"), Ok(Some(false)));
        assert_eq!(errors("include_errors=True"), Ok(Some(true)));
        assert!(errors("include_errors=").is_err());
    }

    #[test]
    fn a_limit_gives_one_document_more_where_it_is_heeded() {
        for (value, most) in [
            ("1", Some(2)),
            ("18446744073709551615", Some(usize::MAX)),
            ("0", None),
            ("-1", None),
            ("", None),
            ("x", None),
        ] {
            let query = Query::of(format!("limit={value}").as_bytes());
            let of = |profile| {
                let choices = Choices::of(profile);
                CustomParameters::of(&query, &forms(), &choices).most
            };
            assert_eq!(of(Profile::Hq2015), most, "{value}");
            assert_eq!(of(Profile::Hq2013), None);
            assert_eq!(of(Profile::Documented), None);
        }
    }

    proptest! {
        #[test]
        fn any_query_can_be_read(raw in any::<Vec<u8>>()) {
            let query = Query::of(&raw);
            for profile in Profile::ALL {
                let _ = CustomParameters::of(&query, &cases(), &Choices::of(profile));
            }
        }
    }
}
