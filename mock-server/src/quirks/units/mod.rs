//! The list of all quirks; one file each.

use super::{Card, Profile, Quirk, UnknownChoice};

macro_rules! quirks {
    ($($(#[$doc:meta])* $module:ident :: $unit:ident,)+) => {
        $(mod $module; pub use $module::$unit;)+

        /// One choice of every quirk.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Choices {
            $($(#[$doc])* pub $module: $unit,)+
        }

        impl Choices {
            /// The choices of a profile.
            #[must_use]
            pub fn of(profile: Profile) -> Self {
                Self { $($module: $unit::of(profile),)+ }
            }

            /// Changes one choice by name: quirk id, then choice.
            ///
            /// # Errors
            /// When there is no such quirk or no such choice of it.
            pub fn set(&mut self, id: &str, choice: &str) -> Result<(), UnknownChoice> {
                $(if id == $unit::CARD.id {
                    self.$module = $unit::named(choice)?;
                    return Ok(());
                })+
                Err(UnknownChoice {
                    what: "quirk".to_owned(),
                    given: id.to_owned(),
                    known: Self::cards().map(|card| card.id).join(", "),
                })
            }

            /// The cards of all quirks, in the order of the list.
            #[must_use]
            pub fn cards() -> [Card; [$(stringify!($module)),+].len()] {
                [$($unit::CARD),+]
            }

            /// The chosen name of every quirk, in the order of [`Self::cards`].
            #[must_use]
            pub fn names(&self) -> [&'static str; [$(stringify!($module)),+].len()] {
                [$(self.$module.name()),+]
            }
        }
    };
}

quirks! {
    /// A download without data.
    empty_export::EmptyExport,
    /// The pages behind a 302.
    listing_chain::ListingChain,
    /// The address of the listing page.
    listing_address::ListingAddress,
    /// A form export without a tag.
    missing_tag::MissingTag,
    /// A tag without its quotes.
    unquoted_tag::UnquotedTag,
    /// A plan without API access.
    plan_gate::PlanGate,
    /// A mobile worker who asks for an export.
    mobile_worker::MobileWorkers,
    /// A web user who may not export.
    permission::Permission,
    /// How often a nonce may be used.
    nonce_rules::NonceRules,
    /// The letter case of the user name.
    user_name_case::UserNameCase,
    /// Methods other than GET.
    method_gate::MethodGate,
    /// An address without its last slash.
    missing_slash::MissingSlash,
    /// A format that does not exist.
    unknown_format::UnknownFormat,
    /// Formats that the page does not name.
    extra_formats::ExtraFormats,
    /// A parameter value that makes no sense.
    bad_parameter::BadParameter,
    /// A parameter that is there but empty.
    empty_parameter::EmptyParameter,
    /// The spellings of include_errors.
    include_errors::IncludeErrors,
    /// A parameter that does not exist.
    unknown_parameter::UnknownParameter,
    /// Parameters that the page does not name.
    unpublished_parameters::UnpublishedParameters,
    /// A token of another export.
    foreign_token::ForeignToken,
    /// A token that does not exist.
    unknown_token::UnknownToken,
    /// What a token leaves out.
    token_window::TokenWindow,
    /// A submission that arrives late.
    late_document::LateDocument,
    /// How often a token can be used.
    token_reuse::TokenReuse,
    /// A form that was edited.
    edited_form::EditedForm,
    /// Which submissions the columns come from.
    schema_memory::SchemaMemory,
    /// A token on a raw download.
    raw_with_token::RawWithToken,
    /// Which submissions a raw download holds.
    raw_scope::RawScope,
    /// A raw download without data.
    raw_empty::RawEmpty,
    /// Whose submissions are exported.
    user_filter::UserFilter,
    /// The tables of a case export.
    case_tables::CaseTables,
    /// The parameters of a case export.
    case_parameters::CaseParameters,
    /// A case export that knows no plan.
    internal_cases::InternalCases,
    /// The token of a custom export.
    custom_export_token::CustomExportToken,
    /// The days a custom export looks at.
    custom_export_window::CustomExportWindow,
    /// The type of a custom export.
    custom_export_type::CustomExportType,
    /// How many documents a custom export holds.
    custom_export_limit::CustomExportLimit,
    /// A download in the background.
    async_download::AsyncDownload,
    /// Logins for a stored export.
    stored_export_login::StoredExportLogin,
    /// The order of rows.
    row_order::RowOrder,
    /// The numbers in the id column.
    row_ids::RowIds,
    /// Headers that are longer than asked for.
    header_truncation::HeaderTruncation,
    /// A UTF-8 mark before each csv file.
    csv_bom::CsvBom,
    /// A question nobody ever answered.
    never_filled::NeverFilled,
    /// What kind of cells an xlsx workbook has.
    xlsx_cells::XlsxCells,
    /// Two tables of one name.
    clashing_names::ClashingNames,
    /// The character set of an html export.
    html_charset::HtmlCharset,
    /// The file name that is proposed.
    file_name::FileName,
    /// The content type of an xlsx export.
    xlsx_type::XlsxType,
    /// Header fields that every answer carries.
    stray_headers::StrayHeaders,
    /// A text answered before the question became a group.
    text_before_object::TextBeforeObject,
    /// The order of tables.
    table_order::TableOrder,
    /// An export over the size cap.
    size_cap::SizeCap,
    /// How the end of a download is told.
    body_framing::BodyFraming,
    /// The spelling of header names.
    header_case::HeaderCase,
}

impl Default for Choices {
    fn default() -> Self {
        Self::of(Profile::Documented)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_card_is_complete_and_every_choice_has_a_name() {
        for card in Choices::cards() {
            for text in [card.title, card.rule, card.source, card.why] {
                assert!(!text.is_empty(), "{} leaves a field empty", card.id);
            }
            for (choice, meaning) in card.choices {
                assert!(!meaning.is_empty(), "{}={choice} says nothing", card.id);
                assert_eq!(Choices::default().set(card.id, choice), Ok(()));
            }
        }
    }

    #[test]
    fn a_wrong_name_is_answered_with_the_right_ones() {
        let error = Choices::default()
            .set("text-before-object", "gone")
            .unwrap_err();
        assert_eq!(error.known, "kept, lost");
    }
}
