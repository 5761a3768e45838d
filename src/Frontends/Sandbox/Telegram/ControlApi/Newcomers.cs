using Marketplace.Frontends.Sandbox.Telegram.Actions;
using Marketplace.Frontends.Sandbox.Telegram.People;

namespace Marketplace.Frontends.Sandbox.Telegram.ControlApi;

internal static class Newcomers
{
    public static PersonView Add(TelegramWorld world, AddPerson ask)
    {
        var firstName = ask.FirstName?.Trim() is { Length: > 0 and <= 64 } name ? name : throw Rejection.Bad("first_name needs 1 to 64 characters");
        return world.Do(_ =>
        {
            var id = world.Next("person", ScriptedPeople.FirstNewId);
            var person = world.People.Put(new Person(id, firstName, ask.LanguageCode ?? "en", ask.Role ?? "just arrived") { LastName = ask.LastName, Username = ask.Username });
            var view = PersonView.Of(world, person);
            world.Tell("person", person.Id, 0, view);
            return view;
        });
    }
}
