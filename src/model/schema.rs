//! Records as JSON Schema (draft 2020-12), for editors that complete and check YAML while it is typed.
//!
//! It says what a record may look like; what only the whole site can tell, such as whether a reference leads
//! somewhere, is for `honorroll check`.

use serde_json::{Map, Value, json};

use super::decode::Decode;
use super::shape::{FieldSpec, Shape};
use super::{Common, Fields, Kind, Review, Site, specs_of};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// What `content/<folder>.yaml` and the files of that folder may hold: one record, or a list of them.
pub fn records(kind: Kind) -> Value {
    let record = object(&[specs_of(kind), Common::SPECS]);
    file(
        &format!("{} / {}", kind.zh(), kind.en()),
        json!({"anyOf": [{"$ref": "#/$defs/record"}, {"type": "array", "items": {"$ref": "#/$defs/record"}}]}),
        Some(record),
    )
}

/// What `content/site.yaml` may hold.
pub fn site() -> Value {
    file("站点 / site", object(&[Site::SPECS]), None)
}

/// What `content/reviews.yaml` may hold.
pub fn reviews() -> Value {
    file("签发台账 / sign-off ledger", value(&<Vec<Review> as Decode>::shape()), None)
}

fn file(title: &str, schema: Value, record: Option<Value>) -> Value {
    let mut file = Map::new();
    file.insert("$schema".into(), DIALECT.into());
    file.insert("title".into(), title.into());
    if let Value::Object(rest) = schema {
        file.extend(rest);
    }
    if let Some(record) = record {
        file.insert("$defs".into(), json!({"record": record}));
    }
    Value::Object(file)
}

fn object(tables: &[&[FieldSpec]]) -> Value {
    let mut properties = Map::new();
    let mut rules = Vec::new();
    for spec in tables.iter().copied().flatten() {
        let schema = property(spec);
        for name in spec.names {
            properties.insert((*name).into(), schema.clone());
        }
        if (spec.required)() {
            rules.push(json!({"anyOf": spec.names.iter().map(|name| json!({"required": [name]})).collect::<Vec<_>>()}));
        }
        // One field under two of its names is a mistake.
        for (at, one) in spec.names.iter().enumerate() {
            for other in &spec.names[at + 1..] {
                rules.push(json!({"not": {"required": [one, other]}}));
            }
        }
    }
    json!({"type": "object", "properties": properties, "additionalProperties": false, "allOf": rules})
}

fn property(spec: &FieldSpec) -> Value {
    let shape = (spec.shape)();
    let mut schema = match ((spec.required)(), value(&shape)) {
        (true, schema) => schema,
        // A field that is written without a value counts as left out.
        (false, schema) => json!({"anyOf": [schema, {"type": "null"}]}),
    };
    let names = spec.names.join("、");
    schema["description"] = format!("{}\n{}\n（{names}）", spec.zh, spec.en).into();
    schema
}

fn value(shape: &Shape) -> Value {
    match shape {
        // Texts are taken as they are written, also where YAML would see a number or a truth value.
        Shape::Text | Shape::Reference(_) => json!({"type": ["string", "number", "boolean"]}),
        Shape::Date => json!({"type": ["string", "integer"]}),
        Shape::Day => json!({"type": "string"}),
        Shape::Bool => json!({"enum": [true, false, "yes", "no", "是", "否", "有", "无"]}),
        Shape::Integer => json!({"type": ["integer", "string"]}),
        Shape::Number => json!({"type": ["number", "string"]}),
        Shape::Choice(words) => json!({"enum": words.concat()}),
        Shape::List(inner) => {
            let inner = value(inner);
            json!({"anyOf": [inner, {"type": "array", "items": inner}]})
        }
        Shape::Object { specs, bare: None } => object(&[specs]),
        Shape::Object { specs, bare: Some(_) } => {
            json!({"anyOf": [{"type": ["string", "number", "boolean"]}, object(&[specs])]})
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_names_of_a_field_are_known_and_one_may_be_written() {
        let schema = records(Kind::Person);
        let record = &schema["$defs"]["record"];
        assert_eq!(record["properties"]["name"], record["properties"]["姓名"]);
        assert_eq!(record["additionalProperties"], json!(false));
        let rules = record["allOf"].as_array().expect("rules");
        assert!(rules.contains(&json!({"anyOf": [{"required": ["name"]}, {"required": ["姓名"]}]})));
        assert!(rules.contains(&json!({"not": {"required": ["gender", "性别"]}})));
        let gender = &record["properties"]["gender"]["anyOf"][0]["enum"];
        assert_eq!(*gender, json!(["male", "男", "female", "女"]));
    }
}
