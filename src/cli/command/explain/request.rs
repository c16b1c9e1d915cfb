//! The request that is explained: from flags, or from a curl line.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

use super::curl::{self, Curl};
use crate::cli::args::header::header;
use crate::cli::error::Failure;
use crate::domain::llm::format::CHAT;
use crate::domain::llm::peek;
use crate::domain::route::matcher::RequestParts;
use crate::domain::route::matcher::host::without_port;
use crate::edge::disk;
use crate::edge::proxy::preview::{Preview, Terms};

const HEADING: &str = "Request";
/// A file that a curl line names may be so large. Bytes.
const MOST: u64 = 256 << 20;

/// The flags of a request.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct RequestArgs {
    /// Method of the request [default: POST]
    #[arg(long, value_name = "METHOD", help_heading = HEADING)]
    method: Option<String>,
    /// Path of the request, with an optional query; or a URL, as curl takes one
    #[arg(long, value_name = "PATH", help_heading = HEADING)]
    path: Option<String>,
    /// Host of the request
    #[arg(long, value_name = "HOST", help_heading = HEADING)]
    host: Option<String>,
    /// Header of the request, as NAME=VALUE or 'Name: value' (repeatable)
    #[arg(long, short = 'H', value_name = "NAME=VALUE", value_parser = header, help_heading = HEADING)]
    header: Vec<(String, String)>,
    /// Body of the request; @FILE reads a file
    #[arg(long, short, value_name = "BODY|@FILE", help_heading = HEADING)]
    data: Option<String>,
    /// Model in the request body
    #[arg(long, value_name = "MODEL", help_heading = HEADING)]
    model: Option<String>,
    /// A curl command line to explain, instead of the flags above; it is parsed, not run
    #[arg(long, value_name = "LINE", help_heading = HEADING,
          conflicts_with_all = ["method", "path", "host", "header", "data", "model"])]
    curl: Option<String>,
    /// Only explain for this Gateway
    #[arg(long, value_name = "[NAMESPACE/]NAME", help_heading = HEADING)]
    pub(super) gateway: Option<String>,
}

/// A request.
#[derive(Clone, Debug)]
pub(super) struct ExplainedRequest {
    pub(super) method: Method,
    pub(super) host: String,
    /// The host with its port, where one is given.
    authority: String,
    pub(super) path: String,
    pub(super) query: Option<String>,
    pub(super) headers: HeaderMap,
    pub(super) model: Option<String>,
    /// Of a curl line, where there is none an empty one; none where nothing is said of it.
    pub(super) body: Option<Vec<u8>>,
}

impl ExplainedRequest {
    /// The request at the beginning of its way.
    pub(super) fn dry_run(&self, terms: &Arc<Terms>) -> Preview {
        let request = RequestParts {
            method: &self.method,
            host: &self.host,
            path: &self.path,
            query: self.query.as_deref(),
            headers: &self.headers,
        };
        Preview::new(&request, &self.authority, self.body.as_deref(), terms)
    }
}

impl RequestArgs {
    /// Whether any of the flags is there.
    pub(super) fn is_given(&self) -> bool {
        let Self { method, path, host, model, curl, gateway, data, .. } = self;
        let texts = [method, path, host, model, curl, gateway, data];
        texts.iter().any(|text| text.is_some()) || !self.header.is_empty()
    }

    /// The request that they mean.
    ///
    /// # Errors
    /// A flag, or a part of the curl line, that no request can have.
    pub(super) fn asked(&self) -> Result<ExplainedRequest, Failure> {
        let given = match &self.curl {
            Some(line) => {
                let mut curl = curl::parse(line, &content).map_err(Failure::usage)?;
                framed(&mut curl);
                curl.body.get_or_insert_default();
                curl
            }
            None => Curl {
                method: self.method.clone().unwrap_or_else(|| "POST".to_owned()),
                url: self.path.as_deref().map_or_else(|| CHAT.to_owned(), curl::url_of),
                headers: self.header.clone(),
                body: self.data.as_deref().map(data).transpose().map_err(Failure::usage)?,
            },
        };
        let method = method(&given.method)?;
        let uri = uri(&given.url)?;
        let mut headers = headers(&given.headers)?;
        let authority = self.authority(&uri, &mut headers)?;
        Ok(ExplainedRequest {
            method,
            host: without_port(&authority).to_owned(),
            authority,
            path: uri.path().to_owned(),
            query: uri.query().map(str::to_owned),
            headers,
            model: self.model.clone().or_else(|| given.body.as_deref().and_then(model_of)),
            body: given.body,
        })
    }

    /// The host and its port: from --host, else from the Host header, else from the URL. The Host header is taken out;
    /// a login in front of the host becomes an Authorization header, as curl has it, where there is none.
    fn authority(&self, uri: &Uri, headers: &mut HeaderMap) -> Result<String, Failure> {
        let of_header = headers.remove(HOST);
        let of_header = of_header.as_ref().and_then(|host| host.to_str().ok());
        let host = self.host.as_deref().or(of_header);
        let host = host.or(uri.authority().map(|authority| authority.as_str()));
        let host = host.unwrap_or("localhost");
        let Some((login, host)) = host.rsplit_once('@') else { return Ok(host.to_owned()) };
        if !headers.contains_key(AUTHORIZATION) {
            let login = percent_encoding::percent_decode_str(login).collect::<Vec<_>>();
            let value = format!("Basic {}", STANDARD.encode(login));
            let value = HeaderValue::from_str(&value).map_err(Failure::usage)?;
            headers.insert(AUTHORIZATION, value);
        }
        Ok(host.to_owned())
    }
}

fn method(written: &str) -> Result<Method, Failure> {
    Method::from_bytes(written.as_bytes())
        .map_err(|_| Failure::usage(format!("invalid HTTP method `{written}`")))
}

/// A body, or what is in the file that it names.
pub(in crate::cli::command) fn data(text: &str) -> anyhow::Result<Vec<u8>> {
    match text.strip_prefix('@') {
        Some(file) => content(file),
        None => Ok(text.as_bytes().to_vec()),
    }
}

/// The content of a file that a curl line names.
fn content(name: &str) -> anyhow::Result<Vec<u8>> {
    ensure!(name != "-", "standard input is not read; pass the body itself");
    disk::bytes(Path::new(name), MOST).with_context(|| format!("cannot read {name}"))
}

/// Says how long the body is, as curl does, where the line does not.
fn framed(curl: &mut Curl) {
    let frames = |(name, _): &(String, String)| {
        name.eq_ignore_ascii_case("content-length")
            || name.eq_ignore_ascii_case("transfer-encoding")
    };
    if let Some(body) = &curl.body
        && !curl.headers.iter().any(frames)
    {
        curl.headers.push(("Content-Length".to_owned(), body.len().to_string()));
    }
}

/// A whole URL, or a path with its query.
fn uri(url: &str) -> Result<Uri, Failure> {
    let uri: Uri = url
        .parse()
        .map_err(|_| Failure::usage(format!("invalid path `{url}`; it must start with /")))?;
    match uri.authority().is_none() && !uri.path().starts_with('/') {
        true => Err(Failure::usage(format!("`{url}` must start with /"))),
        false => Ok(uri),
    }
}

fn headers(given: &[(String, String)]) -> Result<HeaderMap, Failure> {
    let mut headers = HeaderMap::new();
    for (name, value) in given {
        let bad = || Failure::usage(format!("invalid header name `{name}`"));
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad())?;
        headers.append(name, HeaderValue::from_str(value).map_err(|_| bad())?);
    }
    Ok(headers)
}

/// The model that a body names.
pub(super) fn model_of(body: &[u8]) -> Option<String> {
    let peek = peek::peek(body);
    peek.ok().and_then(|peek| peek.model().map(str::to_owned))
}
