//! Tables of a person's page: fit, robustness, parameters, what to do next.

use maud::{Markup, html};
use vagal_core::posterior::NextBest;

use crate::page::{Days, PersonPage};
use crate::words::person as words;
use crate::words::{decimal, probability, signed};

/// What else could explain it: does the model fit, do a few readings carry the answer, who chose the days.
pub(super) fn explained(page: &PersonPage) -> Markup {
    let p = &page.posterior;
    html! {
        section aria-labelledby="explained" {
            h2 id="explained" { "What else could explain it" }
            p { "Who books a session on a bad day sees the bad day pass. Readings that were written down before a session are taken into account; a feeling that nobody wrote down is "
                "not, unless " code { "--booking" } " lets it." }
            @if !p.checks.is_empty() {
                div class="block" {
                    h3 { "Were the readings as the model foresaw them, one step ahead?" }
                    div class="scroll" {
                        table class="words" {
                            thead { tr { th scope="col" { "channel" } th scope="col" { "readings" } th scope="col" { "mean square (1)" } th scope="col" { "beyond two sd (.046)" }
                                th scope="col" { "neighbours (0)" } th scope="col" { "verdict" } } }
                            tbody {
                                @for c in &p.checks {
                                    tr {
                                        th scope="row" { (c.channel.replace('_', " ")) }
                                        td { (c.readings) }
                                        td { (decimal(c.mean_square, 2)) " (p " (probability(c.p_values[0])) ")" }
                                        td { (decimal(c.beyond_two, 3)) " (p " (probability(c.p_values[1])) ")" }
                                        td { (signed(c.lag_one, 2)) " (p " (probability(c.p_values[2])) ")" }
                                        td { (words::checks(c)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            @if let Some(robustness) = &p.robustness {
                @let lines = words::robustness(robustness);
                div class="block" {
                    h3 { "Do a few readings carry the answer?" }
                    @if let Some((first, rest)) = lines.split_first() {
                        p { (first) }
                        ul { @for line in rest { li { (line) } } }
                    }
                }
            }
        }
    }
}

/// Every candidate for the coming days.
pub(super) fn candidates(next: &NextBest, days: Option<&Days>) -> Markup {
    html! {
        details {
            summary { "All that could be done next" }
            div class="scroll" {
                table {
                    thead { tr { th scope="col" { "sessions" } th scope="col" { "first, day" } th scope="col" { "in, days" } th scope="col" { "reading that tells most" }
                        th scope="col" { "after, days" } th scope="col" { "of the doubt, %" } } }
                    tbody {
                        @for c in &next.candidates {
                            tr {
                                td { @match &c.session { Some(input) => { (c.times) " of " (words::input_name(input)) }, None => "none, readings alone" } }
                                td { (words::candidate_day(c, days).unwrap_or_else(|| "–".into())) }
                                td { (if c.session.is_some() { decimal(c.in_days, 1) } else { "–".into() }) }
                                td { (c.channel.replace('_', " ")) }
                                td { (decimal(c.after_days, 2)) }
                                td { (decimal(100.0 * c.variance_share, 1)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// All parameters, for those who want them.
pub(super) fn parameters(page: &PersonPage) -> Markup {
    let optional = |v: Option<f64>, digits: usize| v.map_or("–".into(), |v| decimal(v, digits));
    html! {
        section aria-labelledby="parameters" {
            h2 id="parameters" { "Parameters" }
            details {
                summary { "All " (page.posterior.parameters.len()) " of them" }
                div class="scroll" {
                    table {
                        thead { tr { th scope="col" { "name" } th scope="col" { "what it is" } th scope="col" { "mean" } th scope="col" { "sd" } th scope="col" { "5%" }
                            th scope="col" { "95%" } th scope="col" { "contraction" } th scope="col" { "ESS" } th scope="col" { "ESS, tails" } th scope="col" { "R-hat" } } }
                        tbody {
                            @for q in &page.posterior.parameters {
                                tr {
                                    th scope="row" { code { (q.name) } }
                                    td { (q.meaning) }
                                    td { (decimal(q.mean, 3)) }
                                    td { (decimal(q.sd, 3)) }
                                    td { (decimal(q.q05, 3)) }
                                    td { (decimal(q.q95, 3)) }
                                    td { (decimal(q.contraction, 2)) }
                                    td { (optional(q.ess, 0)) }
                                    td { (optional(q.ess_tail, 0)) }
                                    td { (optional(q.r_hat, 3)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
