//! The request that is explained: from flags, or from a curl line.

use anyhow::bail;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

use super::curl_words::{self, Curl};
use crate::cli::error::Failure;
use crate::domain::llm::peek;
use crate::domain::route::matcher::RequestParts;
use crate::domain::route::matcher::host::without_port;
use crate::edge::proxy::preview::DryRun;

const HEADING: &str = "Request";

/// The flags of a request.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct RequestArgs {
    /// POST, unless said otherwise
    #[arg(long, value_name = "METHOD", help_heading = HEADING)]
    method: Option<String>,
    /// Path, with a query if there is one
    #[arg(long, value_name = "PATH", help_heading = HEADING)]
    path: Option<String>,
    /// Host of the URL
    #[arg(long, value_name = "HOST", help_heading = HEADING)]
    host: Option<String>,
    /// A header; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = header, help_heading = HEADING)]
    header: Vec<(String, String)>,
    /// The model that the body names
    #[arg(long, value_name = "MODEL", help_heading = HEADING)]
    model: Option<String>,
    /// A whole curl line in the place of the flags above
    #[arg(long, value_name = "LINE", help_heading = HEADING,
          conflicts_with_all = ["method", "path", "host", "header", "model"])]
    curl: Option<String>,
    /// Only at this Gateway
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
    /// Of a curl line.
    pub(super) body: Option<String>,
    /// Whether the body is all there is, be it empty.
    is_whole: bool,
}

impl ExplainedRequest {
    /// The request at the beginning of its way.
    pub(super) fn dry_run(&self) -> DryRun {
        let request = RequestParts {
            method: &self.method,
            host: &self.host,
            path: &self.path,
            query: self.query.as_deref(),
            headers: &self.headers,
        };
        let body = self.body.as_deref().or(self.is_whole.then_some(""));
        DryRun::new(&request, &self.authority, body)
    }
}

/// The path of a chat completion, which is what most requests are.
const CHAT: &str = "/v1/chat/completions";

impl RequestArgs {
    /// Whether any of the flags is there.
    pub(super) fn is_given(&self) -> bool {
        let texts = [&self.method, &self.path, &self.host, &self.model, &self.curl, &self.gateway];
        texts.iter().any(|text| text.is_some()) || !self.header.is_empty()
    }

    /// The request that they mean.
    ///
    /// # Errors
    /// A flag, or a part of the curl line, that no request can have.
    pub(super) fn asked(&self) -> Result<ExplainedRequest, Failure> {
        let given = match &self.curl {
            Some(line) => curl_words::read(line).map_err(Failure::usage)?,
            None => Curl {
                method: self.method.clone(),
                url: self.path.clone().unwrap_or_else(|| CHAT.to_owned()),
                headers: self.header.clone(),
                body: None,
            },
        };
        let method = self.method_of(&given)?;
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
            is_whole: self.curl.is_some(),
        })
    }

    /// POST, unless another is named: only a curl line without a body gets.
    fn method_of(&self, given: &Curl) -> Result<Method, Failure> {
        let posts = given.body.is_some() || self.curl.is_none();
        let usual = if posts { "POST" } else { "GET" };
        let method = given.method.as_deref().unwrap_or(usual);
        Method::from_bytes(method.as_bytes())
            .map_err(|_| Failure::usage(format!("`{method}` is no method of HTTP")))
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

/// A whole URL, or a path with its query.
fn uri(url: &str) -> Result<Uri, Failure> {
    let uri: Uri = url.parse().map_err(|_| {
        Failure::usage(format!("`{url}` is no path of a request; one begins with /"))
    })?;
    match uri.authority().is_none() && !uri.path().starts_with('/') {
        true => Err(Failure::usage(format!("`{url}` does not begin with /"))),
        false => Ok(uri),
    }
}

fn headers(given: &[(String, String)]) -> Result<HeaderMap, Failure> {
    let mut headers = HeaderMap::new();
    for (name, value) in given {
        let bad = || Failure::usage(format!("header `{name}` is none that HTTP can carry"));
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad())?;
        headers.append(name, HeaderValue::from_str(value).map_err(|_| bad())?);
    }
    Ok(headers)
}

/// The model that a body names.
pub(super) fn model_of(body: &str) -> Option<String> {
    let peek = peek::peek(body.as_bytes());
    peek.ok().and_then(|peek| peek.model().map(str::to_owned))
}

/// Reads `NAME=VALUE`.
fn header(text: &str) -> anyhow::Result<(String, String)> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => bail!("write it as NAME=VALUE"),
    }
}
