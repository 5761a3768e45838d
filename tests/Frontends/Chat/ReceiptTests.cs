using Marketplace.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Frontends.Tests;

/// <summary>What stays in a chat, and pictures beside a text.</summary>
internal abstract class ReceiptSuite : EngineSuite
{
    [Test]
    public async Task A_receipt_takes_the_place_of_the_menu_that_led_to_it_and_stays()
    {
        await using var world = await StartAsync();
        var ada = world.Person("ada");
        await ada.Types("/counter");
        await ada.Presses("Yes");
        var receipt = world.Platform.In("ada").First();
        Assert.Multiple(() =>
        {
            Assert.That(receipt.Button("Copy").Copies, Is.EqualTo("TXYZ"));
            Assert.That(ada.Sees.Text, Does.Contain("Marketplace"), "The menu is below it.");
            Assert.That(world.Platform.In("ada").Count(), Is.EqualTo(2));
        });
        await ada.Presses("Language");
        await ada.Types("/start");
        await ada.Types("/language");
        Assert.That(world.Platform.In("ada").Select(message => message.Id), Is.EqualTo(new[] { receipt.Id, ada.Sees.Id }));
        Assert.That(world.Platform.In("ada").First().Screen, Is.EqualTo(receipt.Screen), "Whatever came later, it is as it was, with its buttons.");
    }

    [Test]
    public async Task A_receipt_that_nobody_pressed_for_is_a_new_message()
    {
        await using var world = await StartAsync();
        var ada = world.Person("ada");
        await ada.Types("/start");
        await ada.Types("/till");
        var receipt = world.Platform.In("ada").First();
        Assert.That((receipt.Button("Copy").Copies, world.Platform.In("ada").Count()), Is.EqualTo(("TXYZ", 2)));
        await ada.Types("/start");
        Assert.That(world.Platform.In("ada").First(), Is.EqualTo(receipt));
    }

    [Test]
    public async Task A_button_of_a_receipt_opens_a_new_menu_and_leaves_the_receipt()
    {
        await using var world = await StartAsync();
        var ada = world.Person("ada");
        await ada.Types("/till");
        var receipt = world.Platform.In("ada").First();
        await world.StoreAndSettleAsync(ada.Pressing("Again", receipt));
        Assert.That(world.Platform.In("ada").First(), Is.EqualTo(receipt));
        Assert.That(ada.Sees.Screen.Picture, Is.Not.Null);
    }

    [Test]
    public async Task A_receipt_comes_once_where_its_update_comes_twice()
    {
        await using var world = await StartAsync();
        var ada = world.Person("ada");
        await ada.Types("/counter");
        var press = ada.Pressing("Yes");
        await world.StoreAndSettleAsync(press, press);
        await world.StoreAndSettleAsync(press);
        Assert.That(world.Platform.In("ada").Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task Who_can_not_be_reached_gets_no_menu_after_a_receipt_that_did_not_arrive()
    {
        await using var world = await StartAsync();
        var ada = world.Person("ada");
        var asked = 0;
        world.Platform.Refuse = (_, _) =>
        {
            asked++;
            return new Delivery(DeliveryOutcome.Unreachable, Reason: "Forbidden: bot was blocked by the user");
        };
        await ada.Types("/till");
        Assert.That(asked, Is.EqualTo(1));
    }

    [Test]
    public async Task A_picture_and_a_text_never_take_each_others_place()
    {
        await using var world = await StartAsync();
        var ada = world.Person("ada");
        await ada.Types("/counter");
        var text = ada.Sees;
        await ada.Presses("Picture");
        Assert.That((ada.Sees.Screen.Picture?.FileName, ada.Sees.Id == text.Id), Is.EqualTo(("code.png", false)));
        var picture = ada.Sees;
        await ada.Presses("Home");
        Assert.That((ada.Sees.Screen.Picture, ada.Sees.Id == picture.Id), Is.EqualTo(((Picture?)null, false)));
    }

    [Test]
    public async Task A_colour_is_that_of_the_button_before_it_and_lost_where_that_is_left_out()
    {
        await using var world = await StartAsync();
        var ada = world.Person("ada");
        await ada.Types("/counter");
        Assert.That(
            ada.Sees.Screen.Buttons.SelectMany(row => row).Select(button => (button.Label, button.Style)),
            Is.EqualTo(new[] { ("Yes", ButtonStyle.Success), ("Picture", ButtonStyle.Plain), ("Home", ButtonStyle.Danger) }));
    }

    private Task<World> StartAsync() => World.StartAsync(Engine, also: services => services
        .AddSingleton<IChatCommand, Counter>()
        .AddSingleton<IChatCommand, Till>()
        .AddSingleton<IChatAction, Till>()
        .AddSingleton<IChatAction, Code>());

    private sealed class Counter : IChatCommand
    {
        public string Module => "chat";

        public string Name => "counter";

        public int Order => 1_000;

        public Task<Reply> RunAsync(ChatTurn turn, string? payload, CancellationToken cancellationToken) => Task.FromResult<Reply>(turn.Say("note.cancelled")
            .Button(new ButtonLabel("Yes"), "till").As(ButtonStyle.Success)
            .Button(new ButtonLabel("Picture"), "code")
            .Button(new ButtonLabel("Gone"), "not_installed").As(ButtonStyle.Primary)
            .Button(new ButtonLabel("Home"), "home").As(ButtonStyle.Danger));
    }

    private sealed class Till : IChatCommand, IChatAction
    {
        public string Module => "chat";

        public string Name => "till";

        public int Order => 1_001;

        public Task<Reply> RunAsync(ChatTurn turn, string? payload, CancellationToken cancellationToken) => RunAsync(turn, ActionArguments.None, cancellationToken);

        public async Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken) =>
            turn.Say("note.cancelled").Copy(new ButtonLabel("Copy"), "TXYZ").Button(new ButtonLabel("Again"), "code").AsReceipt(await turn.GoAsync("home"));
    }

    private sealed class Code : IChatAction
    {
        public string Module => "chat";

        public string Name => "code";

        public Task<Reply> RunAsync(ChatTurn turn, ActionArguments arguments, CancellationToken cancellationToken) =>
            Task.FromResult<Reply>(turn.Say("note.cancelled").Picture(new byte[] { 1 }, "code.png").Button(new ButtonLabel("Home"), "home"));
    }
}

internal sealed class ReceiptsOnSqlite : ReceiptSuite
{
    protected override TestEngine Engine => TestEngine.Sqlite;
}

internal sealed class ReceiptsOnPostgreSql : ReceiptSuite
{
    protected override TestEngine Engine => TestEngine.PostgreSql;
}
