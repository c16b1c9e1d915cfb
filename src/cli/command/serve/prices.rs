//! What the requests of `serve` cost: the catalogs of --catalog, those that Gateways name, and the built-in one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Args;
use crate::cli::args::catalog;
use crate::cli::error::Failure;
use crate::cli::output;
use crate::domain::meter::catalogs::Catalogs;
use crate::domain::registry;
use crate::domain::snapshot::Snapshot;
use crate::edge::cluster::Connection;
use crate::edge::telemetry::access_log::AccessLog;

/// The prices of a log's lines.
pub(super) struct Prices {
    now: Catalogs,
    log: AccessLog,
    /// Those of a cluster's Gateways are read once, at start.
    in_cluster: bool,
}

impl Prices {
    /// Reads the catalogs and gives them to the log. One of a Gateway that cannot be had is said.
    ///
    /// # Errors
    /// A file of --catalog that is not a price catalog.
    pub(super) async fn start(
        args: &Args,
        connection: Option<&Connection>,
        snapshot: &Snapshot,
        log: AccessLog,
    ) -> Result<Prices, Failure> {
        let given = catalog::read(&args.catalog)?;
        let all = snapshot.gateways.values();
        let of_gateways = catalog::of_gateways(connection, snapshot, all).await;
        let of_gateways = of_gateways.unwrap_or_else(|why| {
            output::say(&format!("the prices of the Gateways are unknown: {why}"));
            BTreeMap::new()
        });
        let now = Catalogs { given, of_gateways };
        log.priced(Arc::new(now.clone()));
        Ok(Prices { now, log, in_cluster: connection.is_some() })
    }

    /// Follows the catalogs of files.
    pub(super) fn follow(&mut self, snapshot: &Snapshot) {
        if self.in_cluster {
            return;
        }
        let (of_gateways, wrong) =
            registry::prices::of_gateways(snapshot, snapshot.gateways.values());
        if of_gateways != self.now.of_gateways {
            wrong.iter().for_each(|why| output::say(why));
            self.now.of_gateways = of_gateways;
            self.log.priced(Arc::new(self.now.clone()));
        }
    }
}
