//! One model, served by this process with simulated providers: what a test may break without costs.

use std::sync::Arc;
use std::time::Duration;

use super::super::coverage::Coverage;
use super::super::own_proxy::OwnProxy;
use super::curl::PROMPT;
use super::request::{ClientArgs, Request, example_body, streamed};
use super::target::{Target, named, of_row};
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::SourceArgs;
use crate::cli::error::Failure;
use crate::domain::compile::Compiled;
use crate::domain::llm::format::RouteType;
use crate::domain::registry::{self, Row};
use crate::domain::route;
use crate::domain::route::model_backend::ModelBackend;
use crate::domain::route::model_router::{ModelRouter, Routing};
use crate::domain::route::table::BindKey;
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::edge::simulator::Simulation;

/// Which model, and who calls it.
#[derive(Debug, clap::Args)]
pub(super) struct RehearsalArgs {
    /// Name of the model
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    source: SourceArgs,
    /// Prompt to send
    #[arg(long, value_name = "TEXT", default_value = PROMPT)]
    pub(super) prompt: String,
    #[command(flatten)]
    pub(super) client: ClientArgs,
}

/// A model as `serve --simulate` would serve it.
pub(super) struct Rehearsal {
    compiled: Compiled,
    pub(super) row: Row,
    target: Target,
    bind: BindKey,
    pub(super) coverage: Coverage,
}

impl Rehearsal {
    /// Reads the objects, and finds the model and a request that reaches it.
    ///
    /// # Errors
    /// Files or a cluster that cannot be read; no such model, several of them, or one that no request reaches.
    pub(super) async fn read(args: &RehearsalArgs, kube: &KubeArgs) -> Result<Self, Failure> {
        let read = args.source.read(kube).await?;
        let coverage = Coverage::of(&read.snapshot, Kind::LISTED);
        coverage.say();
        let is_files = args.source.is_files() && kube.namespace.is_none();
        let namespace = read.namespace.clone().filter(|_| !is_files && !args.name.contains('/'));
        let compiled = read.simulated().compiled();
        let mut models = registry::models(&compiled);
        models.retain(|row| namespace.as_ref().is_none_or(|namespace| row.namespace == *namespace));
        let mut found = named(models, std::slice::from_ref(&args.name))?;
        let row = match (found.pop(), found.pop()) {
            (Some(row), None) => row,
            _ => {
                return Err(Failure::usage(format!(
                    "several models are named {}; choose one with -n NAMESPACE or NAMESPACE/NAME",
                    args.name
                )));
            }
        };
        let target = of_row(&compiled, &row)?;
        let bind = target.bind.clone().ok_or_else(|| {
            let name = ObjectName::new(&row.namespace, &row.name);
            let why = &row.status.message;
            Failure::usage(format!("no listener offers AgentgatewayModel {name}: {why}"))
        })?;
        Ok(Rehearsal { compiled, row, target, bind, coverage })
    }

    /// `namespace/name`.
    pub(super) fn name(&self) -> String {
        format!("{}/{}", self.row.namespace, self.row.name)
    }

    /// The providers of the model.
    ///
    /// # Errors
    /// It has none of its own, since it leads to other models or can't be served.
    pub(super) fn backend(&self) -> Result<Arc<ModelBackend>, Failure> {
        self.found().ok_or_else(|| {
            let why = &self.row.status.message;
            let why = if why.is_empty() { "it leads to other models" } else { why };
            Failure::usage(format!("{} has no provider of its own: {why}", self.name()))
        })
    }

    fn found(&self) -> Option<Arc<ModelBackend>> {
        let name = ObjectName::new(&self.row.namespace, &self.row.name);
        let targets = self.compiled.table.candidates().flat_map(|(.., one)| &one.rule.targets);
        targets
            .filter_map(|one| match &one.target {
                route::target::Target::Model(backend) => Some(backend),
                route::target::Target::Models(router) => of_router(router, &name),
                _ => None,
            })
            .find(|backend| backend.name == name)
            .cloned()
    }

    /// Serves it, with nothing remembered from another rehearsal.
    ///
    /// # Errors
    /// No port.
    pub(super) async fn serve(
        &self,
        simulation: Simulation,
        timeout: Duration,
    ) -> Result<OwnProxy, Failure> {
        let table = self.compiled.table.plain(&self.bind);
        OwnProxy::start(table, Some(simulation), timeout).await.map_err(Failure::unreachable)
    }

    /// The format of its requests.
    pub(super) fn format(&self) -> RouteType {
        self.target.format
    }

    /// A request with a prompt, as the model's route reads it.
    pub(super) fn request(&self, client: &ClientArgs, url: &str, prompt: &str) -> Request {
        let Target { format, headers, path, .. } = &self.target;
        let body = example_body(*format, self.row.model.as_deref(), prompt);
        client.request(url, headers.clone(), path, body)
    }

    /// The same, with a stream as its reply where the format has a field for it.
    pub(super) fn streamed_request(&self, client: &ClientArgs, url: &str, prompt: &str) -> Request {
        let request = self.request(client, url, prompt);
        let body = match self.format() {
            // Without this a stream doesn't say which tokens it used.
            RouteType::Completions => {
                let streamed = streamed(&request.body);
                let open = streamed.strip_suffix('}').unwrap_or_default();
                format!(r#"{open},"stream_options":{{"include_usage":true}}}}"#)
            }
            RouteType::Messages | RouteType::Responses => streamed(&request.body),
            _ => request.body,
        };
        Request { body, ..request }
    }
}

/// The providers of an AgentgatewayModel.
fn of_router<'r>(router: &'r ModelRouter, name: &ObjectName) -> Option<&'r Arc<ModelBackend>> {
    let concrete = router.models.iter().find(|model| model.object == *name);
    let failover = || {
        let model = router.virtual_models.iter().find(|model| model.object == *name)?;
        match &model.routing {
            Routing::Failover(backend) => backend.as_ref().ok(),
            _ => None,
        }
    };
    concrete.and_then(|model| model.backend.as_ref().ok()).or_else(failover)
}
