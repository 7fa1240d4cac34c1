"""libyaz's own CQL parser by ctypes: what another implementation makes of the same text."""

from __future__ import annotations

import ctypes
import ctypes.util
from xml.etree import ElementTree as ET

import pytest

_SPACE = 200_000


class Yaz:
    """Raises a skip when libyaz is not installed (apt install libyaz5)."""

    def __init__(self) -> None:
        name = ctypes.util.find_library("yaz")
        if not name:
            pytest.skip("needs libyaz, the other CQL parser (apt install libyaz5)")
        lib = ctypes.CDLL(name)
        lib.cql_parser_create.restype = ctypes.c_void_p
        lib.cql_parser_string.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
        lib.cql_parser_result.argtypes = [ctypes.c_void_p]
        lib.cql_parser_result.restype = ctypes.c_void_p
        lib.cql_to_xml_buf.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
        lib.cql_parser_destroy.argtypes = [ctypes.c_void_p]
        self._lib = lib

    def xcql(self, text: str) -> ET.Element | None:
        """The query as XCQL, None when it is none."""
        parser = self._lib.cql_parser_create()
        try:
            if self._lib.cql_parser_string(parser, text.encode()):
                return None
            buffer = ctypes.create_string_buffer(_SPACE)
            self._lib.cql_to_xml_buf(self._lib.cql_parser_result(parser), buffer, _SPACE)
            return ET.fromstring(buffer.value.decode())
        finally:
            self._lib.cql_parser_destroy(parser)


def shape(element: ET.Element) -> object:
    """XCQL as nested tuples, with what CQL 1.2 takes for granted left out."""
    if element.tag == "triple":
        # libyaz prints leftOperand and rightOperand elsewhere; its two nodes follow the boolean.
        boolean, left, right = _parts(element)
        return (boolean, shape(left), shape(right))
    index = element.findtext("index") or ""
    relation = element.find("relation")
    value = relation.findtext("value") if relation is not None else ""
    if index == "cql.serverChoice":
        index, value = "", ""
    return (index, value, _modifiers(relation), element.findtext("term") or "")


def _parts(element: ET.Element) -> tuple[object, ET.Element, ET.Element]:
    boolean = element.find("boolean")
    assert boolean is not None
    nodes = [
        node for node in element.iter() if node is not element and node.tag in {"triple", "searchClause"}
    ]
    below = [node for child in nodes for node in child.iter() if node is not child]
    left, right = [node for node in nodes if node not in below]
    return (boolean.findtext("value"), _modifiers(boolean)), left, right


def _modifiers(element: ET.Element | None) -> tuple[tuple[str, str, str], ...]:
    if element is None:
        return ()
    # Sorted, as libyaz tells them in an order of its own.
    return tuple(
        sorted(
            (one.findtext("type") or "", one.findtext("comparison") or "", one.findtext("value") or "")
            for one in element.iter("modifier")
        )
    )
