package faas.gateway.admin.page;

/** One of the gateway's own pages. It may block. */
@FunctionalInterface
public interface Page {
    PageResponse respond(PageRequest request);
}
