//! Host calls, told to whoever watches them.
//!
//! The host makes a `tracing` span of each call, with an event for the arguments and one for the result;
//! GPU errors are events of their own. [`Calls`] puts them together again, with what the component's type says
//! of its functions.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::{LookupSpan, SpanRef};

use super::value::Value;

/// The span of a host call.
const CALL_SPAN: &str = "call";
/// The span of what one instance of the guest does.
const INSTANCE_SPAN: &str = "wasi-webgpu-run instance";
/// The field that an event has its text in.
const MESSAGE: &str = "message";

/// The span to run an instance of the guest in, so that its calls are known from those of others.
pub(crate) fn instance_span() -> tracing::Span {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed) + 1;
    tracing::trace_span!(INSTANCE_SPAN, number)
}

/// The functions that the component imports, by their names in `wasi:webgpu/webgpu` without what is in brackets.
pub(crate) type Functions = Arc<OnceLock<HashMap<String, Function>>>;

/// What a function's type says.
pub(crate) struct Function {
    pub(crate) parameters: Vec<String>,
    /// The kind of resource that it makes.
    pub(crate) makes: Option<String>,
}

/// A host call.
pub(crate) struct Call {
    /// The instance that makes it, counted from 1.
    pub(crate) instance: u32,
    /// `gpu-device.create-buffer`, or for a function of no resource its plain name.
    pub(crate) function: String,
    /// Where a method is called on.
    pub(crate) target: Option<u32>,
    /// The other arguments.
    pub(crate) arguments: Vec<(String, Value)>,
    pub(crate) begin: Instant,
    /// Whether the guest, or another task in it, went on while this call waited.
    pub(crate) waited: bool,
    pub(crate) end: Option<End>,
    /// The errors of the GPU that the call caused.
    pub(crate) errors: Vec<GpuError>,
}

/// How a call ended.
pub(crate) struct End {
    /// What it returned, or why it trapped.
    pub(crate) result: Value,
    pub(crate) time: Duration,
}

/// An error of WebGPU's error model.
pub(crate) struct GpuError {
    /// `validation`, `out-of-memory` or `internal`.
    pub(crate) kind: String,
    /// Whether an error scope has it.
    pub(crate) captured: bool,
    pub(crate) message: String,
}

/// The resources of an instance, by their number in its table.
#[derive(Default)]
pub(crate) struct Objects(HashMap<u32, Object>);

#[derive(Default)]
struct Object {
    kind: String,
    label: String,
}

impl Objects {
    /// `gpu-buffer#4 "numbers"`
    pub(crate) fn name(&self, rep: u32) -> String {
        match self.0.get(&rep) {
            Some(Object { kind, label }) if label.is_empty() => format!("{kind}#{rep}"),
            Some(Object { kind, label }) => format!("{kind}#{rep} {label:?}"),
            None => format!("#{rep}"),
        }
    }

    fn learn(&mut self, call: &Call, function: Option<&Function>) {
        // The number of a resource that the guest has dropped is given away again.
        let made = call.end.as_ref().and_then(|end| end.result.handle());
        if let Some(rep) = made {
            let kind = function.and_then(|function| function.makes.clone());
            let label = call.arguments.iter().find_map(|(_, it)| it.field("label"));
            let object = Object {
                kind: kind.unwrap_or_default(),
                label: text(label),
            };
            self.0.insert(rep, object);
        }
        let Some((kind, method)) = call.function.split_once('.') else {
            return;
        };
        if let Some(rep) = call.target {
            let object = self.0.entry(rep).or_default();
            // Some come by streams and futures, whose items are not seen.
            kind.clone_into(&mut object.kind);
            if method == "set-label" {
                object.label = text(call.arguments.first().map(|(_, label)| label));
            }
        }
    }

    /// Forgets what the call has dropped.
    fn forget(&mut self, call: &Call) {
        if let Some(rep) = call.target.filter(|_| call.function.ends_with(".drop")) {
            self.0.remove(&rep);
        }
    }
}

fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::Text(text)) => text.clone(),
        _ => String::new(),
    }
}

/// Who watches calls.
pub(crate) trait Observer: Send + Sync + 'static {
    /// A call begins. No two calls of an instance that are at work have the same `id`.
    fn begins(&self, _id: u64, _call: &Call, _objects: &Objects) {}

    /// A call waits, and the guest may do something else.
    fn waits(&self, _id: u64) {}

    /// A call has ended; one without an [`End`] was cancelled.
    fn ends(&self, id: u64, call: &Call, objects: &Objects);

    /// An error that came outside of any call.
    fn error(&self, error: &GpuError);
}

/// A layer that tells observers of calls.
pub(crate) struct Calls {
    pub(crate) observers: Vec<Arc<dyn Observer>>,
    pub(crate) functions: Functions,
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Calls {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, cx: Context<'_, S>) {
        let Some(span) = cx.span(id) else { return };
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        match span.name() {
            INSTANCE_SPAN => span.extensions_mut().insert(Instance {
                number: fields.number,
                objects: Objects::default(),
            }),
            CALL_SPAN => {
                let number = with_instance(&span, |instance| instance.number);
                let call = Call::new(number.unwrap_or(0), &fields.function);
                span.extensions_mut().insert(call);
            }
            _ => {}
        }
    }

    fn on_event(&self, event: &Event<'_>, cx: Context<'_, S>) {
        let now = Instant::now();
        let mut fields = Fields::default();
        event.record(&mut fields);
        let call = (cx.event_scope(event)).and_then(|mut scope| scope.find(is_call));
        if let Some(kind) = fields.kind {
            let error = GpuError {
                kind,
                captured: fields.captured,
                message: fields.message,
            };
            if let Some(span) = call {
                with_call(&span, |call| call.errors.push(error));
            } else {
                self.observers.iter().for_each(|it| it.error(&error));
            }
            return;
        }
        let Some(span) = call else { return };
        match &*fields.message {
            "call" => {
                with_call(&span, |call| {
                    let names = self.function(call).map(|it| &it.parameters[..]);
                    call.start(names.unwrap_or_default(), &fields.arguments)
                });
                self.tell(&span, |it, call, objects| {
                    it.begins(span.id().into_u64(), call, objects)
                });
                // What it took to tell is no part of the call.
                with_call(&span, |call| call.begin = Instant::now());
            }
            "return" => {
                let result = Value::parse(&fields.result);
                with_call(&span, |call| call.finish(result, now));
            }
            _ => {}
        }
    }

    fn on_exit(&self, id: &Id, cx: Context<'_, S>) {
        let Some(span) = cx.span(id).filter(is_call) else {
            return;
        };
        let waits = with_call(&span, |call| {
            let first = call.end.is_none() && !call.waited;
            call.waited |= first;
            first
        });
        if waits == Some(true) {
            self.observers.iter().for_each(|it| it.waits(id.into_u64()));
        }
    }

    fn on_close(&self, id: Id, cx: Context<'_, S>) {
        let Some(span) = cx.span(&id).filter(is_call) else {
            return;
        };
        with_instance(&span, |instance| {
            if let Some(call) = span.extensions().get() {
                instance.objects.learn(call, self.function(call));
            }
        });
        self.tell(&span, |it, call, objects| {
            it.ends(id.into_u64(), call, objects)
        });
        with_instance(&span, |instance| {
            if let Some(call) = span.extensions().get() {
                instance.objects.forget(call);
            }
        });
    }
}

impl Calls {
    fn function(&self, call: &Call) -> Option<&Function> {
        self.functions.get()?.get(&call.function)
    }

    fn tell<S: for<'a> LookupSpan<'a>>(
        &self,
        span: &SpanRef<'_, S>,
        what: impl Fn(&dyn Observer, &Call, &Objects),
    ) {
        let tell = |objects: &Objects| {
            if let Some(call) = span.extensions().get() {
                self.observers
                    .iter()
                    .for_each(|it| what(&**it, call, objects));
            }
        };
        if with_instance(span, |instance| tell(&instance.objects)).is_none() {
            tell(&Objects::default());
        }
    }
}

/// The instance that a call belongs to.
struct Instance {
    number: u32,
    objects: Objects,
}

fn is_call<'a, S: LookupSpan<'a>>(span: &SpanRef<'a, S>) -> bool {
    span.name() == CALL_SPAN
}

fn with_instance<'a, S: LookupSpan<'a>, R>(
    span: &SpanRef<'a, S>,
    f: impl FnOnce(&mut Instance) -> R,
) -> Option<R> {
    let span = span.scope().find(|span| span.name() == INSTANCE_SPAN)?;
    span.extensions_mut().get_mut().map(f)
}

fn with_call<'a, S: LookupSpan<'a>, R>(
    span: &SpanRef<'a, S>,
    f: impl FnOnce(&mut Call) -> R,
) -> Option<R> {
    span.extensions_mut().get_mut().map(f)
}

impl Call {
    fn new(instance: u32, function: &str) -> Self {
        Self {
            instance,
            function: plain_name(function),
            target: None,
            arguments: Vec::new(),
            begin: Instant::now(),
            waited: false,
            end: None,
            errors: Vec::new(),
        }
    }

    fn start(&mut self, parameters: &[String], arguments: &str) {
        let values = Value::parse_tuple(arguments).unwrap_or_default();
        let mut arguments: Vec<_> = parameters.iter().cloned().zip(values).collect();
        if let Some(("self", Value::Handle(rep))) =
            arguments.first().map(|(name, value)| (&**name, value))
        {
            self.target = Some(*rep);
            arguments.remove(0);
        }
        self.arguments = arguments;
    }

    fn finish(&mut self, result: Value, now: Instant) {
        let time = now.saturating_duration_since(self.begin);
        // The outer result says whether the call trapped.
        let result = match result {
            Value::Case(case, result) if case == "ok" => *result,
            trap => trap,
        };
        self.end = Some(End { result, time });
    }
}

/// `[method]gpu-device.create-buffer` without what is in brackets.
pub(crate) fn plain_name(function: &str) -> String {
    match function.strip_prefix('[').and_then(|it| it.split_once(']')) {
        Some(("constructor", name)) => format!("{name}.new"),
        Some(("resource-drop", name)) => format!("{name}.drop"),
        Some((_, name)) => name.to_owned(),
        None => function.to_owned(),
    }
}

/// The fields of a span or event.
#[derive(Default)]
struct Fields {
    function: String,
    number: u32,
    message: String,
    kind: Option<String>,
    captured: bool,
    arguments: String,
    result: String,
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let text = format!("{value:?}");
        match field.name() {
            MESSAGE => self.message = text,
            "kind" => self.kind = Some(super::value::kebab(&text)),
            "arguments" => self.arguments = text,
            "result" => self.result = text,
            _ => {}
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "function" {
            value.clone_into(&mut self.function);
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "number" {
            self.number = u32::try_from(value).unwrap_or(u32::MAX);
        }
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        if field.name() == "captured" {
            self.captured = value;
        }
    }
}
