"""Addresses of contracts, the rule book and resolutions."""

from __future__ import annotations

from django.urls import path

from commonshelf.office.views import activities, contracts, resolutions, rules, rules_local

urlpatterns = [
    path("activities", activities.activities, name="activities"),
    path("activities/new", activities.new_activity, name="new-activity"),
    path("activities/<int:id>", activities.activity, name="activity"),
    path("activities/<int:id>/edit", activities.edit_activity, name="edit-activity"),
    path("contracts", contracts.contracts, name="contracts"),
    path("contracts/new", contracts.new_contract, name="new-contract"),
    path("contracts/<int:id>", contracts.contract, name="contract"),
    path("contracts/<int:id>/edit", contracts.edit_contract, name="edit-contract"),
    path("contracts/<int:id>/act", contracts.act_on_contract, name="act-on-contract"),
    path("contracts/<int:id>/versions/<int:number>", contracts.contract_file, name="contract-file"),
    path("rules", rules.rules, name="rules"),
    path("rules/new", rules.new_rule, name="new-rule"),
    path("rules/<int:id>", rules.rule, name="rule"),
    path("rules/<int:id>/edit", rules.edit_rule, name="edit-rule"),
    path("rules/<int:id>/act", rules.act_on_rule, name="act-on-rule"),
    path("rules/<int:id>/compare", rules.compare, name="compare"),
    path("rules/<int:id>/readers", rules.readers, name="readers"),
    path("rules/of/<str:symbol>", rules_local.library_rules, name="library-rules"),
    path("rules/of/<str:symbol>/new", rules_local.new_local_rule, name="new-local-rule"),
    path("resolutions", resolutions.resolutions, name="resolutions"),
    path("resolutions/new", resolutions.propose, name="propose"),
    path("resolutions/record", resolutions.record, name="record"),
    path("resolutions/<int:id>", resolutions.resolution, name="resolution"),
]
