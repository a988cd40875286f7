package faas.gateway.admin.openfaas;

import faas.gateway.admin.page.Page;
import faas.gateway.admin.page.PageRequest;
import faas.gateway.admin.page.PageResponse;

/** Which gateway this is. OpenFaaS's command line needs every field. */
final class InfoPage implements Page {
    private static final String NAME = "faas-gateway";
    private static final String ORCHESTRATION = "swarm";

    private record VersionJson(String sha, String release) {}

    private record ProviderJson(String provider, String orchestration, VersionJson version) {}

    private record InfoJson(ProviderJson provider, VersionJson version, String arch) {}

    private final InfoJson info;

    InfoPage() {
        Package own = InfoPage.class.getPackage();
        String release = own.getImplementationVersion() == null ? "unreleased" : own.getImplementationVersion();
        VersionJson version = new VersionJson("unknown", release);
        String arch = System.getProperty("os.arch", "unknown");
        this.info = new InfoJson(
                new ProviderJson(NAME, ORCHESTRATION, version), version, arch.equals("amd64") ? "x86_64" : arch);
    }

    @Override
    public PageResponse respond(PageRequest request) {
        return PageResponse.json(info);
    }
}
