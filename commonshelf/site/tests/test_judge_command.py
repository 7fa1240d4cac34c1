"""`judge`: figures as the contract has them, and a sentence for whatever cannot be judged."""

from __future__ import annotations

import gzip
import io
import json

import pytest
from django.core.management import call_command

from commonshelf.catalogue.domain.tests.test_pairs import RECORD


def record(title, isbn="", number=""):
    fields = [
        {"001": title},
        {"100": {"ind1": "1", "ind2": " ", "subfields": [{"a": "Sample, John"}]}},
        {
            "245": {
                "ind1": "1",
                "ind2": "0",
                "subfields": [{"a": title}, *([{"n": number}] if number else [])],
            }
        },
        {"264": {"ind1": " ", "ind2": "1", "subfields": [{"b": "Model Press"}, {"c": "1998"}]}},
        {"300": {"ind1": " ", "ind2": " ", "subfields": [{"a": "320 p."}]}},
    ]
    if isbn:
        fields.insert(1, {"020": {"ind1": " ", "ind2": " ", "subfields": [{"a": isbn}]}})
    return {"leader": RECORD["leader"], "fields": fields}


ONE, AGAIN = record("The far hills", "9787000001237"), record("Far hills", "9787000001237")
OTHER, VOLUME = record("Deep rivers of the north"), record("The far hills", number="Vol. 2")
THIRD = record("The far hills", number="Vol. 3")
GOLDEN = [
    {"label": 1, "a": ONE, "b": AGAIN, "why": "same edition"},
    {"label": 0, "a": ONE, "b": OTHER, "why": ["other title", "same publisher"]},
    {"label": 0, "a": VOLUME, "b": THIRD, "why": "other volume"},
    {"label": 1, "a": ONE, "b": OTHER, "why": "wrongly labelled"},
]


def judge(*arguments):
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("judge", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as exit_:
        code = exit_.code
    return code, out.getvalue(), err.getvalue()


@pytest.fixture
def golden(tmp_path):
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n".join(map(json.dumps, GOLDEN)))
    return path


def test_the_answer_is_what_the_contract_names(golden):
    code, out, err = judge(golden, "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert [answer[name] for name in ("pairs", "precision", "recall", "f1", "review_share", "left_out")] == [
        4, 1.0, 0.5, 0.6667, 0.0, 0,
    ]  # fmt: skip
    assert set(answer["by_reason"]) == {
        "same edition", "other title", "same publisher", "other volume", "wrongly labelled",
    }  # fmt: skip
    assert answer["by_reason"]["same edition"] == {"pairs": 1, "same": 1, "joined": 1, "asked": 0, "wrong": 0}
    assert answer["by_reason"]["wrongly labelled"]["wrong"] == 1


def test_a_packed_file_and_one_without_its_numbers(golden):
    packed = golden.with_suffix(".jsonl.gz")
    packed.write_bytes(gzip.compress(golden.read_bytes()))
    assert judge(packed, "--json") == judge(golden, "--json")
    answer = json.loads(judge(packed, "--without-identifiers", "--json")[1])
    assert answer["by_reason"]["same edition"]["joined"] == 1


def test_people_read_lines_and_what_was_misjudged(golden):
    code, out, _ = judge(golden, "--show", "5")
    assert code == 0
    assert "4 pairs judged." in out
    assert "100.00 %" in out
    assert "line 4: label 1, answered apart at 0.0" in out


def test_labels_beside_the_records(tmp_path):
    records, labels = tmp_path / "val.jsonl", tmp_path / "labels.csv"
    records.write_text("\n".join(json.dumps(one) for one in (ONE, AGAIN, ONE, OTHER, ONE)))
    labels.write_text("id1,id2,label\nx,y,1\nx,z,0\n")
    code, out, err = judge(records, "--labels", labels, "--json")
    answer = json.loads(out)
    assert (code, answer["pairs"], answer["precision"], answer["recall"]) == (0, 2, 1.0, 1.0)
    assert "line 5" in err  # a record without its other half
    labels.write_text("id1,id2\nx,y\n")
    code, _, err = judge(records, "--labels", labels)
    assert code == 1
    assert "label" in err
    labels.write_text("label\n1\nperhaps\n")
    assert "line 3: Its label is perhaps" in judge(records, "--labels", labels)[2]


def test_bad_lines_are_told_and_the_others_are_judged(golden):
    golden.write_text(golden.read_text() + '\n{"label": 3}\nnot json\n{"label": 1, "a": {}}\n')
    code, out, err = judge(golden, "--json")
    answer = json.loads(out)
    assert (code, answer["pairs"], answer["left_out"]) == (0, 4, 3)
    assert answer["rejects"] == [
        {"line": 5, "reason": "pair-label"},
        {"line": 6, "reason": "pair-json"},
        {"line": 7, "reason": "pair-record"},
    ]
    assert "pairs.jsonl, line 5: Its label is 3" in err
    assert "Traceback" not in err


def test_pairs_of_one_label_are_judged_with_a_warning(golden):
    golden.write_text(json.dumps(GOLDEN[1]))
    code, out, err = judge(golden, "--json")
    answer = json.loads(out)
    assert (code, answer["precision"], answer["recall"], answer["f1"]) == (0, None, None, None)
    assert "label 0" in err


def test_many_bad_lines_are_counted(golden):
    golden.write_text(json.dumps(GOLDEN[0]) + "\n" + "x\n" * 80)
    _, out, err = judge(golden, "--json")
    assert json.loads(out)["left_out"] == 80
    assert "30 more lines are no pairs." in err


def test_what_came_before_damage_is_judged(golden):
    packed = golden.with_suffix(".gz")
    many = "\n".join(json.dumps(GOLDEN[0] | {"n": str(n) * 50}) for n in range(600)).encode()
    packed.write_bytes(gzip.compress(many)[:-400])
    code, out, err = judge(packed, "--json")
    answer = json.loads(out)
    assert code == 0
    assert 0 < answer["pairs"] < 600
    assert answer["rejects"][-1]["reason"] == "damaged-gzip"
    assert "damaged" in err


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "catalogue.file-empty"),
        (b"\n\n", "catalogue.no-pairs"),
        (b"00047 no pairs\x1e\x1d", "catalogue.no-pairs"),
        (b"\x1f\x8bnot gzip at all", "catalogue.file-damaged-gzip"),
        (None, "catalogue.file-missing"),
    ],
)
def test_a_file_without_pairs_is_refused_in_a_sentence(tmp_path, content, code):
    path = tmp_path / "pairs.jsonl"
    if content is not None:
        path.write_bytes(content)
    exit_code, out, err = judge(path, "--json")
    assert (exit_code, json.loads(out)["refused"]) == (1, code)
    assert "pairs.jsonl" in err
    assert len(err.splitlines()) == 1


def test_a_folder_is_refused(tmp_path):
    code, _, err = judge(tmp_path)
    assert code == 1
    assert "folder" in err
