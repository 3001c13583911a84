// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.api.ComponentRef;
import dev.windlass.api.DomainMapping;
import dev.windlass.api.DomainMappingList;
import dev.windlass.api.DomainMappingPrototype;
import dev.windlass.engine.Domains;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Observations.Nothing;
import dev.windlass.engine.Resource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Names from elsewhere for apps.
final class DomainMappings {
  private static final String ALL = "/projects/{project_id}/domain_mappings";
  private static final String ONE = ALL + "/{name}";
  private static final String FUNCTION = "function_v2";

  private static final Shape SHAPE =
      Shape.of("a domain mapping")
          .needs(
              "component",
              Shape.of("what the name is for")
                  .needs("name", Names.OF_APP)
                  .needs("resource_type", Rule.oneOf(ComponentRef.APP, FUNCTION)))
          .needs("name", Names.OF_DOMAIN)
          .needs("tls_secret", Names.OF_REFERENCE)
          .ignores(View.ANSWERED)
          .ignores(Set.of("cname_target", "user_managed", "visibility"));

  private final Site site;
  private final Domains domains;
  private final Shelf<DomainMappingPrototype, Nothing> shelf;

  DomainMappings(Site site) {
    this.site = site;
    this.domains = new Domains(site.store(), Site.DOMAIN, site.clock());
    this.shelf =
        new Shelf<>(
            site,
            Kind.DOMAIN_MAPPING,
            new Noun(
                "Domain mapping",
                "domain_mappings",
                "domain mappings",
                "domainmapping",
                site.quotas().domainMappings()));
  }

  List<Route> routes() {
    return List.of(
        Route.get(ALL, this::list).answering(DomainMappingList.class),
        Route.post(ALL, this::create).taking(SHAPE).answering(DomainMapping.class),
        Route.get(ONE, this::get).answering(DomainMapping.class),
        Route.patch(ONE, this::update).taking(SHAPE).answering(DomainMapping.class),
        Route.delete(ONE, this::delete));
  }

  private Map<String, Object> view(Home home, Resource<DomainMappingPrototype, Nothing> mapping) {
    var href = site.href("projects", home.id(), "domain_mappings", mapping.key().name());
    var view = View.tagged(mapping, "domain_mapping_v2", href);
    var standing = domains.of(mapping);
    var details = new TreeMap<String, Object>();
    details.put("reason", standing.reason());
    View.why(details, standing.diagnosis(), null);
    view.put("cname_target", domains.cname(home.subdomain()));
    view.put("status", standing.holds() ? "ready" : "failed");
    view.put("status_details", details);
    view.put("user_managed", true);
    view.put("visibility", "custom");
    return view;
  }

  private Answer list(Call call) {
    Home home = site.home(call);
    return Answer.ok(shelf.page(call, shelf.list(home), one -> view(home, one)));
  }

  private Answer create(Call call) throws IOException {
    Home home = site.home(call);
    var wanted = wanted(site.body().resource(call));
    return Answer.created(view(home, shelf.create(home, wanted.name(), wanted)));
  }

  private static DomainMappingPrototype wanted(Map<String, Object> asked) {
    Map<String, Object> mapping = SHAPE.heeded(asked);
    var problems = new Problems();
    SHAPE.check(mapping, problems);
    Problems.refuse(problems.all());
    var wanted = Typed.of(DomainMappingPrototype.class, mapping);
    if (wanted.component().resourceType().equals(FUNCTION)) {
      throw Refused.notBuilt(
          "This version of Windlass has no functions; component.resource_type needs to be app_v2");
    }
    refuseOurs(wanted.name());
    return wanted;
  }

  /// `shop.localhost` is free; those below are what apps are called without being mapped.
  private static void refuseOurs(String name) {
    if (name.matches(".+\\..+\\." + Site.DOMAIN)) {
      throw Refused.badField(
          "name",
          "name is '%s', and the engine gives the names below %s itself; it needs to be one of yours, such as www.example.com or shop.%s"
              .formatted(name, Site.DOMAIN, Site.DOMAIN));
    }
  }

  private Answer get(Call call) {
    Home home = site.home(call);
    return Answer.ok(view(home, shelf.get(home, call.name("name"))));
  }

  private Answer update(Call call) throws IOException {
    Home home = site.home(call);
    return Answer.ok(view(home, shelf.patch(call, home, DomainMappings::wanted)));
  }

  private Answer delete(Call call) {
    shelf.delete(site.home(call), call.name("name"));
    return Answer.accepted();
  }
}
