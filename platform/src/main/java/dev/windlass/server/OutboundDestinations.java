// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.Outbound;
import dev.windlass.api.OutboundList;
import dev.windlass.api.OutboundPrototype;
import dev.windlass.diagnose.Cause;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.OutboundObserved;
import dev.windlass.engine.Resource;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where the containers of a project may go. All of it together counts; with none, nowhere.
final class OutboundDestinations {
  private static final String ALL = "/projects/{project_id}/allowed_outbound_destinations";
  private static final String ONE = ALL + "/{name}";

  private static final Shape SHAPE =
      Shape.of("an allowed outbound destination")
          .needs("type", Rule.oneOf("cidr_block", "private_path_service_gateway"))
          .needs("name", Names.OF_OUTBOUND)
          .needs("cidr_block", Cidr.RULE)
          .ignores(Set.of("entity_tag", "project_id", "status", "status_details"));

  private final Site site;
  private final Shelf<OutboundPrototype, OutboundObserved> shelf;

  OutboundDestinations(Site site) {
    this.site = site;
    this.shelf =
        new Shelf<>(
            site,
            Kind.OUTBOUND,
            new Noun(
                "Allowed outbound destination",
                "allowed_outbound_destinations",
                "allowed outbound destinations",
                "connectivity outbound",
                site.quotas().outbounds()));
  }

  List<Route> routes() {
    return List.of(
        Route.get(ALL, this::list).answering(OutboundList.class),
        Route.post(ALL, this::create).taking(SHAPE).answering(Outbound.class),
        Route.get(ONE, this::get).answering(Outbound.class),
        Route.patch(ONE, this::update).taking(SHAPE).answering(Outbound.class),
        Route.delete(ONE, this::delete));
  }

  private static Map<String, Object> view(Resource<OutboundPrototype, OutboundObserved> rule) {
    var view = new LinkedHashMap<String, Object>();
    view.put("name", rule.key().name());
    view.put("type", rule.wanted().type());
    view.put("cidr_block", rule.wanted().cidrBlock());
    view.put("project_id", rule.key().project());
    view.put("entity_tag", rule.entityTag());
    view.put("status", rule.observed().status());
    view.put("status_details", Map.of("reason", rule.observed().status()));
    return view;
  }

  private Answer list(Call call) {
    Home home = site.home(call);
    return Answer.ok(shelf.page(call, shelf.list(home), OutboundDestinations::view));
  }

  private Answer create(Call call) throws IOException {
    Home home = site.home(call);
    var wanted = wanted(home, site.body().resource(call));
    return Answer.created(view(shelf.create(home, wanted.name(), wanted)));
  }

  private OutboundPrototype wanted(Home home, Map<String, Object> asked) {
    Map<String, Object> rule = SHAPE.heeded(asked);
    if ("private_path_service_gateway".equals(rule.get("type"))) {
      throw Refused.notBuilt(
          "This version of Windlass has no private path service gateways; type needs to be cidr_block");
    }
    var problems = new Problems();
    SHAPE.check(rule, problems);
    Problems.refuse(problems.all());
    var wanted = Typed.of(OutboundPrototype.class, rule);
    refuseRedundant(home, wanted);
    return wanted;
  }

  /// Beside `0.0.0.0/0` every other is, and has to be made before that goes.
  private void refuseRedundant(Home home, OutboundPrototype wanted) {
    var range = Cidr.parse(wanted.cidrBlock()).orElseThrow();
    shelf.list(home).stream()
        .filter(other -> !other.key().name().equals(wanted.name()))
        .filter(other -> {
          var there = Cidr.parse(other.wanted().cidrBlock()).orElseThrow();
          return !there.equals(Cidr.ALL) && there.covers(range);
        })
        .findFirst()
        .ifPresent(other -> {
          throw Refused.of(
              400,
              new Problem(
                      "invalid_field",
                      "cidr_block is %s, which is in %s of '%s' already"
                          .formatted(
                              wanted.cidrBlock(), other.wanted().cidrBlock(), other.key().name()),
                      "cidr_block")
                  .because(
                      Cause.SETTING_INVALID,
                      "leave it out, or see what there is: windlass connectivity outbound list"));
        });
  }

  private Answer get(Call call) {
    return Answer.ok(view(shelf.get(site.home(call), call.name("name"))));
  }

  private Answer update(Call call) throws IOException {
    Home home = site.home(call);
    return Answer.ok(view(shelf.patch(call, home, whole -> wanted(home, whole))));
  }

  private Answer delete(Call call) {
    shelf.delete(site.home(call), call.name("name"));
    return Answer.accepted();
  }
}
