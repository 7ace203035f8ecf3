//! Bodies in XML.

use super::{Call, Content, Failure, Given};
use crate::support::runtime::Bytes;
use crate::support::{Codec, Decoded, XmlRoot, from_xml, to_send, to_xml};

impl Given<'_> {
    /// The body as a value: of JSON, or of XML that is given as bytes.
    pub(crate) fn xml_body<C: Codec>(self, root: &XmlRoot) -> Result<Option<C::Value>, Failure> {
        self.noted::<C>(self.call.xml_body::<C>(root))
    }
}

impl Call {
    /// The body as a value: of JSON, or of XML that is given as bytes.
    fn xml_body<C: Codec>(&self, root: &XmlRoot) -> Result<Option<C::Value>, Failure> {
        match &self.body {
            Some(Content::Bytes(bytes)) => match to_send(|| from_xml::<Decoded<C>>(bytes, root)) {
                Ok(Decoded(value)) => Ok(Some(value)),
                Err(_) => Err(Failure::input("body", "is not XML as the description says")),
            },
            Some(Content::Json(_)) | None => self.body::<C>(),
        }
    }

    /// A value that stands in XML as the call wants to see it.
    pub(crate) fn xml<C: Codec>(
        &self,
        value: &C::Value,
        root: &XmlRoot,
    ) -> Result<Option<Content>, Failure> {
        let value = self.written::<C>(value)?;
        if !self.as_sent {
            return Ok(Some(Content::Json(value)));
        }
        let text = to_xml(&value, root);
        let text = text.ok_or_else(|| Failure::Transport("not to be written as XML".to_owned()))?;
        Ok(Some(Content::Bytes(Bytes::from(text))))
    }
}
