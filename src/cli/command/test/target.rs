//! Which request leads to a model.

use crate::cli::error::Failure;
use crate::domain::compile::Compiled;
use crate::domain::llm::format::{CHAT, RouteType};
use crate::domain::registry::{ModelSource, Row};
use crate::domain::route::table::{BindKey, Candidate};
use crate::domain::route::{self, sample};
use crate::domain::value::near;
use crate::domain::value::object_ref::ObjectName;

/// What leads a request to a backend.
pub(super) struct Target {
    /// Where it must arrive; none where no listener has it.
    pub bind: Option<BindKey>,
    /// The format in which it is read there.
    pub format: RouteType,
    /// With `Host`, where the route has hostnames.
    pub headers: Vec<(String, String)>,
    /// With its query.
    pub path: String,
    /// The HTTPRoute, where it splits its requests between several backends.
    pub shared: Option<String>,
}

impl Target {
    /// Finds a request that reaches the backend.
    ///
    /// # Errors
    /// No request does.
    pub(super) fn of(compiled: &Compiled, backend: &ObjectName) -> Result<Target, Failure> {
        let sample = sample::to_backend(&compiled.table, backend);
        let sample = sample.map_err(|why| Failure::usage(why.to_string()))?;
        let format = sample.format;
        let mut headers = sample.headers;
        headers.extend(sample.host.map(|host| ("Host".to_owned(), host)));
        let path = match sample.query {
            Some(query) => format!("{}?{query}", sample.path),
            None => sample.path,
        };
        let shared = sample.shared.then(|| sample.route.to_string());
        Ok(Target { bind: Some(sample.bind), format, headers, path, shared })
    }
}

/// What leads to a model: an AgentgatewayModel is asked for by its name alone.
///
/// # Errors
/// No request does.
pub(super) fn of_row(compiled: &Compiled, row: &Row) -> Result<Target, Failure> {
    let name = ObjectName::new(&row.namespace, &row.name);
    if row.source == ModelSource::Backend {
        return Target::of(compiled, &name);
    }
    let offers = |candidate: &Candidate| {
        candidate.rule.targets.iter().any(|one| match &one.target {
            route::target::Target::Models(router) => router.objects().any(|(own, _)| *own == name),
            _ => false,
        })
    };
    let mut all = compiled.table.candidates();
    let found = all.find(|(.., candidate)| offers(candidate));
    Ok(Target {
        bind: found.map(|(bind, ..)| bind.clone()),
        format: RouteType::Completions,
        headers: Vec::new(),
        path: CHAT.to_owned(),
        shared: None,
    })
}

/// The models of these names.
pub(super) fn named(models: Vec<Row>, names: &[String]) -> Result<Vec<Row>, Failure> {
    let is_of = |row: &Row, name: &str| {
        row.name == *name || format!("{}/{}", row.namespace, row.name) == *name
    };
    for name in names {
        if !models.iter().any(|row| is_of(row, name)) {
            let there = models.iter().map(|row| format!("{}/{}", row.namespace, row.name));
            let there = near::available(there.collect(), name);
            return Err(Failure::usage(format!(
                "no model named {name}{there}; see `kubectl agw list -A`"
            )));
        }
    }
    let is_meant = |row: &Row| names.iter().any(|name| is_of(row, name));
    Ok(models.into_iter().filter(is_meant).collect())
}
