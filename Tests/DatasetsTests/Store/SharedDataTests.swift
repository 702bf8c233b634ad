import Datasets
import Networks
import Testing

@Suite(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
struct SharedDataTests {
    @Test func omniglotHasItsAlphabetsAsGroups() throws {
        let catalog = try ImageCatalog.scan(SharedData.path("omniglot/images_background"))
        #expect(catalog.items.count == 19_280)
        #expect(catalog.classes.count == 964)
        #expect(Set(catalog.classes.map(\.groups)).count == 30)
        #expect(catalog.classes.allSatisfy { $0.items.count == 20 && $0.groups.count == 1 })
        #expect(catalog.broken.isEmpty)
    }

    @Test func portraitsOfAllPeopleAreDecoded() throws {
        let catalog = try ImageCatalog.scan(SharedData.path("att-faces"))
        let store = try ImageStore(catalog: catalog, shape: .image(channels: 1, height: 14, width: 12))
        #expect(store.catalog.items.count == 300)
        #expect(store.catalog.classes.count == 30)
        #expect(store.broken.isEmpty)
    }

    @Test func photographsAreDecodedInColour() throws {
        let catalog = try ImageCatalog.scan(SharedData.path("cifar10-jpeg"))
        #expect(catalog.classes.map(\.name).contains("horse"))
        let image = try ImageDecoder.decode(contentsOf: catalog.path(of: 0))
        #expect(image.width == 32 && image.height == 32 && image.channels == 3)
    }
}
