using Marketplace.Frontends.Sandbox.Panels;
using Marketplace.Frontends.Sandbox.Telegram.Actions;
using Marketplace.Frontends.Sandbox.Telegram.Bots;
using Marketplace.Frontends.Sandbox.Telegram.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Marketplace.Frontends.Sandbox.Telegram.ControlApi;

/// <summary>What people do, as JSON under <c>/sandbox/api</c>: the page, the tests and the tours use it alike. Errors are <c>{"error":…}</c>.</summary>
internal static class ControlRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/sandbox/api").AddEndpointFilter(SameOrigin.RequireAsync).AddEndpointFilter(AnswerRejectionsAsync);
        api.MapGet("/state", (TelegramWorld world) => Json(world.Look(_ => StateOf(world))));
        api.MapGet("/events", LiveStream.WriteAsync);
        MapPeople(api);
        MapChat(api.MapGroup("/people/{person:long}/chats/{bot}"));
        MediaRoutes.Map(api);
        PaymentRoutes.Map(api);
        WorldRoutes.Map(api);
    }

    private static void MapPeople(RouteGroupBuilder api)
    {
        api.MapGet("/people", (TelegramWorld world) => Json(world.Look(_ => People(world))));
        api.MapPost("/people", async (HttpRequest request, TelegramWorld world) => Json(Newcomers.Add(world, await ReadAsync<AddPerson>(request).ConfigureAwait(false))));
        api.MapGet("/people/{person:long}/chats", (long person, TelegramWorld world) => Json(world.Look(_ =>
        {
            var who = PersonOf(world, person);
            return world.Bots.Values.Select(bot => ChatView.Of(world, who, bot)).ToList();
        })));
        api.MapGet("/people/{person:long}/callbacks/{id}", async (long person, string id, double? wait, TelegramWorld world, HttpContext context) =>
            Json(await Waiting.ForAnswerAsync(world, id, wait ?? 0, context.RequestAborted).ConfigureAwait(false)));
        api.MapPost("/people/{person:long}/open", async (long person, HttpRequest request, TelegramWorld world, PersonActions actions) =>
        {
            var link = DeepLink.Parse((await ReadAsync<OpenLink>(request).ConfigureAwait(false)).Url ?? "") ?? throw Rejection.Bad("not a link to a bot");
            var bot = BotOf(world, link.BotName);
            var message = link.Payload is null ? null : actions.Start(PersonOf(world, person), bot, link.Payload);
            return Json(new { bot = world.Look(_ => BotView.Of(world, bot)), message_id = message?.Id });
        });
    }

    private static void MapChat(RouteGroupBuilder chat)
    {
        chat.MapGet("/messages", async (long person, string bot, long? after, double? wait, int? limit, TelegramWorld world, HttpContext context) =>
            Json(await Waiting.ForMessagesAsync(world, PersonOf(world, person), BotOf(world, bot), after ?? 0, wait ?? 0, limit ?? 500, context.RequestAborted).ConfigureAwait(false)));
        chat.MapGet("/commands", (long person, string bot, TelegramWorld world) =>
            Json(world.Look(_ => BotApi.CommandScope.Shown(world, PersonOf(world, person), BotOf(world, bot).Id))));
        Post<WriteText>(chat, "/messages", (act, ask) => View(act, act.Actions.Write(act.Person, act.Bot, ask.Text ?? "", ask.ReplyTo)));
        Post<StartBot>(chat, "/start", (act, ask) => View(act, act.Actions.Start(act.Person, act.Bot, ask.Payload)));
        chat.MapPost("/press", PressAsync);
        Post<ForwardTo>(chat, "/forward", (act, ask) =>
        {
            var ids = ask.MessageIds ?? (ask.MessageId is { } one ? [one] : throw Rejection.Bad("message_id is missing"));
            var to = BotOf(act.World, ask.To ?? throw Rejection.Bad("to is missing"));
            return act.Actions.Forward(act.Person, act.Bot, ids, to).Select(message => View(act, message)).ToList();
        });
        Post<ForwardFromElsewhere>(chat, "/forwarded", (act, ask) =>
            View(act, act.Actions.ForwardFrom(act.Person, act.Bot, ask.Text ?? "", ask.Origin ?? throw Rejection.Bad("origin is missing"))));
        Post<EditText>(chat, "/edit", (act, ask) => View(act, act.Actions.Edit(act.Person, act.Bot, ask.MessageId, ask.Text ?? "")));
        Post<OneMessage>(chat, "/delete", (act, ask) => Done(() => act.Actions.Delete(act.Person, act.Bot, ask.MessageId)));
        Post<Nothing>(chat, "/block", (act, _) => Done(() => act.Actions.SetBlocked(act.Person, act.Bot, true)));
        Post<Nothing>(chat, "/unblock", (act, _) => Done(() => act.Actions.SetBlocked(act.Person, act.Bot, false)));
        Post<Nothing>(chat, "/read", (act, _) => Done(() => act.Actions.Read(act.Person, act.Bot)));
    }

    private static void Post<TAsk>(RouteGroupBuilder chat, string path, Func<Act, TAsk, object> action) =>
        chat.MapPost(path, (Delegate)((HttpContext context) => ActAsync(context, action)));

    private static async Task<IResult> PressAsync(HttpContext context, double? wait)
    {
        Updates.Callback? pressed = null;
        var result = await ActAsync<PressButton>(context, (act, ask) =>
        {
            pressed = act.Actions.Press(act.Person, act.Bot, ask.MessageId, keyboard => ask switch
            {
                { Row: { } row, Col: { } col } => keyboard.Rows.ElementAtOrDefault(row)?.ElementAtOrDefault(col),
                { Data: { } data } => keyboard.Rows.SelectMany(buttons => buttons).FirstOrDefault(button => button.CallbackData == data),
                { Text: { } text } => keyboard.Rows.SelectMany(buttons => buttons).FirstOrDefault(button => button.Text == text),
                _ => throw Rejection.Bad("name the button by row and col, data or text"),
            });
            return CallbackView.Of(pressed);
        }).ConfigureAwait(false);
        return wait is > 0
            ? Json(await Waiting.ForAnswerAsync(context.RequestServices.GetRequired<TelegramWorld>(), pressed!.Id, wait.Value, context.RequestAborted).ConfigureAwait(false))
            : result;
    }

    private static async Task<IResult> ActAsync<TAsk>(HttpContext context, Func<Act, TAsk, object> action)
    {
        var world = context.RequestServices.GetRequired<TelegramWorld>();
        var ask = await ReadAsync<TAsk>(context.Request).ConfigureAwait(false);
        var person = PersonOf(world, long.Parse((string)context.GetRouteValue("person")!, System.Globalization.CultureInfo.InvariantCulture));
        var bot = BotOf(world, (string)context.GetRouteValue("bot")!);
        return Json(action(new Act(world, context.RequestServices.GetRequired<PersonActions>(), person, bot), ask));
    }

    private static object StateOf(TelegramWorld world) => new
    {
        now = world.NowSeconds,
        version = world.Version,
        people = People(world),
        bots = world.Bots.Values.Select(bot => BotView.Of(world, bot)).ToList(),
    };

    private static List<PersonView> People(TelegramWorld world) => [.. world.People.All.OrderBy(person => person.Id).Select(person => PersonView.Of(world, person))];

    private static MessageView View(Act act, Messages.Message message) => act.World.Look(world => MessageView.Of(world, message));

    private static object Done(Action action)
    {
        action();
        return new { ok = true };
    }

    internal static Person PersonOf(TelegramWorld world, long id) => world.Look(_ => world.FindPerson(id)) ?? throw Rejection.NotFound($"nobody has the id {id}");

    internal static Bot BotOf(TelegramWorld world, string name) => world.BotNamed(name) ?? throw Rejection.NotFound($"there is no bot @{name.TrimStart('@')}");

    internal static IResult Json(object? value) => Results.Text(SandboxJson.Write(value), "application/json");

    internal static async Task<T> ReadAsync<T>(HttpRequest request)
    {
        try
        {
            return request.ContentLength is 0 or null && !request.HasJsonContentType()
                ? System.Text.Json.JsonSerializer.Deserialize<T>("{}", SandboxJson.Options)!
                : (await System.Text.Json.JsonSerializer.DeserializeAsync<T>(request.Body, SandboxJson.Options, request.HttpContext.RequestAborted).ConfigureAwait(false))!;
        }
        catch (System.Text.Json.JsonException)
        {
            throw Rejection.Bad("the body is not the JSON that this route reads");
        }
    }

    private static async ValueTask<object?> AnswerRejectionsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context).ConfigureAwait(false);
        }
        catch (Rejection rejection)
        {
            return Results.Text(SandboxJson.Write(new { error = rejection.Message }), "application/json", statusCode: rejection.Status);
        }
    }

    private static T GetRequired<T>(this IServiceProvider services)
        where T : class => (T)services.GetService(typeof(T))!;

    private sealed record Act(TelegramWorld World, PersonActions Actions, Person Person, Bot Bot);
}
